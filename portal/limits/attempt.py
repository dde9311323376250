"""What was tried lately, so that guessing and flooding can be slowed down."""

from django.db import models
from django.utils import timezone


class Attempt(models.Model):
    """One attempt at something that may not be tried without end.

    `subject` names what was tried, `key_hash` who tried or at what, `about_hash` which of several things
    where only different ones count. Both are keyed digests: an address can be recognised here, not read.
    """

    subject = models.CharField(max_length=40)
    key_hash = models.CharField(max_length=64)
    about_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["subject", "key_hash", "at"], name="attempt_lately")]

    def __str__(self) -> str:
        return f"{self.subject} {self.at:%Y-%m-%d %H:%M}"
