"""Which colleague has a submission open, and what of it each has seen."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Longer ago, nothing counts as new to anybody, and who opened what is in the log alone.
KEPT_FOR = timedelta(days=180)


class Opening(models.Model):
    """The last time that an account opened a submission.

    Attributes:
        seen: the newest entry of its log that is a change (`marks.changes`) and stood on its page; 0 for
            none.
        open_until: until when it counts as open; what is not heard of again ends by itself.
    """

    submission = models.ForeignKey(
        "candidature.Submission",
        on_delete=models.CASCADE,
        related_name="openings",
        # The constraint below serves.
        db_index=False,
    )
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen = models.BigIntegerField(default=0)
    open_until = models.DateTimeField()

    class Meta:
        verbose_name = _("apertura")
        verbose_name_plural = _("aperture")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "account"], name="opening_once_for_each_account")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.account_id}"

    @property
    def forgotten_on(self) -> date:
        """The last day on which it is kept."""
        return timezone.localdate(self.open_until + KEPT_FOR)
