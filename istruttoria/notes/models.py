"""Internal notes: what the staff write for each other about a submission. Whoever sent it never gets one."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.models import Submission


class Note(models.Model):
    """One note. Its author may reword or withdraw it for a while; what it said before is kept, and shown."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    # Empty once the account is gone, whose name then stands in the label alone.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    author_label = models.CharField(max_length=200)
    text = models.TextField(_("testo"))
    written_at = models.DateTimeField(default=timezone.now)
    # The texts that were there before, oldest first: `text`, and `until` when it stood there.
    former = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True)
    # Of the form that wrote it: its second press writes nothing more.
    key_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("nota interna")
        verbose_name_plural = _("note interne")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def changes_until(self) -> datetime:
        """Until when its author may reword or withdraw it."""
        return self.written_at + timedelta(minutes=settings.LIMITS["NOTE_EDIT_MINUTES"])

    def may_change(self, user: Any, at: datetime) -> bool:
        """Whether this account may reword or withdraw it at a moment."""
        is_own = self.author_id is not None and self.author_id == user.pk
        return is_own and self.withdrawn_at is None and at < self.changes_until

    @property
    def version(self) -> int:
        """How often it was reworded: what a form that rewords it again has seen."""
        return len(self.former)


class Mention(models.Model):
    """Somebody whom a note names with an `@`."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # A note that is reworded may name somebody later than it was written. Unknown of the first ones.
    named_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mentioned_once_in_a_note")]

    def __str__(self) -> str:
        return f"{self.note} @{self.user}"


class MentionSilence(models.Model):
    """An account that wants no letter when a note names it; there is a row only for those."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
