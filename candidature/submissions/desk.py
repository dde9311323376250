"""What somebody of the staff types for a person who came to the office, rang or wrote on paper."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission


class DeskEntry(models.Model):
    """A draft that is typed at the desk; once it is sent, the submission that it became.

    It has no link: it is reached by an account whose scope covers it. How it came is the `channel` of the
    draft, and then of the submission.
    """

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, null=True, related_name="desk_entry")
    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, null=True, related_name="desk_entry"
    )
    # When it reached the office: the moment that counts, whenever it is typed.
    received_at = models.DateTimeField(_("ricevuta il"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        verbose_name = _("inserimento allo sportello")
        verbose_name_plural = _("inserimenti allo sportello")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) | models.Q(submission__isnull=True),
                name="desk_entry_is_typed_or_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission or self.draft} {self.received_at:%Y-%m-%d %H:%M}"

    @property
    def typed(self) -> Draft:
        """What is being typed.

        Raises:
            Draft.DoesNotExist: it was sent.
        """
        if self.draft is None:
            raise Draft.DoesNotExist
        return self.draft
