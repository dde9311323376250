"""Files that are on their way in: what has arrived so far of each, so that it goes on where it broke off."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.drafts import Draft
from candidature.submissions.revisions import PendingRevision

# Who comes back later chooses the file again.
PARTIAL_LIFETIME = timedelta(days=1)
_OWNERS = ("draft", "revision", "message")


def partial_expiry() -> datetime:
    return timezone.now() + PARTIAL_LIFETIME


class PartialUpload(models.Model):
    """A file announced for an answer, of which the first bytes have arrived, perhaps none.

    They stand in the private store, as many as its file is long; `size` is reserved from the beginning. Once
    complete it becomes an `UploadedFile` of the same `public_id` and the same file, and this row goes. It is
    of a draft, of a revision of what was sent, or of a message.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="partial_uploads")
    revision = models.ForeignKey(
        PendingRevision, on_delete=models.CASCADE, null=True, related_name="partial_uploads"
    )
    message = models.ForeignKey(
        "candidature.Message", on_delete=models.CASCADE, null=True, related_name="partial_uploads"
    )
    question_key = models.CharField(max_length=64)
    original_name = models.CharField(_("nome del file"), max_length=200)
    size = models.PositiveBigIntegerField(_("dimensione in byte"))
    # As the browser tells it, in milliseconds: by it the same file is known when it is chosen again.
    modified = models.BigIntegerField()
    # The file whose place it takes; empty for none.
    replaces = models.CharField(max_length=36, blank=True)
    stored_as = models.CharField(max_length=120)
    begun_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=partial_expiry, db_index=True)

    class Meta:
        ordering = ["begun_at", "pk"]
        verbose_name = _("caricamento non finito")
        verbose_name_plural = _("caricamenti non finiti")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(*((f"{other}__isnull", other != owner) for other in _OWNERS))
                        for owner in _OWNERS
                    ),
                    _connector=models.Q.OR,
                ),
                name="upload_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft or self.revision or self.message} {self.begun_at:%Y-%m-%d %H:%M}"
