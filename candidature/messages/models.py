"""Messages between whoever sent something and the office: written, sent, read, and never changed again."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from candidature.submissions.partial import PartialUpload

# What an applicant wrote and did not send, after its last change.
UNSENT_LIFETIME = timedelta(days=30)


class Side(models.TextChoices):
    """Who speaks."""

    APPLICANT = "applicant", _("Chi ha inviato")
    OFFICE = "office", _("Ufficio")


class MessageQuerySet(models.QuerySet["Message"]):
    def unread_by(self, reader: Side, submission: Submission) -> Self:
        """What the other side sent and this one was not shown yet, in no order."""
        return self.unread().filter(submission=submission).exclude(side=reader)

    def unread(self) -> Self:
        """What was sent and nobody of the other side was shown yet. What was withdrawn nobody ever is."""
        return self.filter(sent_at__isnull=False, read_at__isnull=True, withdrawn_at__isnull=True)


class Message(models.Model):
    """One message of a submission, with its files.

    While it is written `sent_at` is empty: each account has at most one such message for a submission, and so
    has the applicant. Once sent, triggers of the database (`candidature.messages.triggers`) let nothing of it
    change but that it was read or, before that, withdrawn; they let it go only with its submission.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(_("da chi"), max_length=9, choices=Side.choices)
    # Of the office; empty once the account is gone, whose name then stands in the label alone.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    author_label = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("testo"), blank=True)
    # What a press came to that the text does not say by itself (`candidature.messages.writing`).
    remarks = models.JSONField(default=dict)
    # When its writer last changed anything of it; of one that was sent, when it was.
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("inviato il"), null=True)
    # Of the form that sent it: its second press sends nothing more.
    key_hash = models.CharField(max_length=64, null=True, unique=True)
    # Objections to the reasons that were told against the application, sent within their term.
    is_observation = models.BooleanField(default=False)
    # When it was first shown to the other side.
    read_at = models.DateTimeField(_("letto il"), null=True)
    # Taken back before whoever it is for was told of it or saw it, who never sees it then.
    withdrawn_at = models.DateTimeField(_("ritirato il"), null=True)

    objects: ClassVar[models.Manager["Message"]] = MessageQuerySet.as_manager()

    class Meta:
        # Not that of the table of letters, which Wagtail shows as "messaggio".
        verbose_name = _("messaggio di una candidatura")
        verbose_name_plural = _("messaggi delle candidature")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(sent_at__isnull=True, side=Side.APPLICANT),
                name="one_unsent_message_of_applicant",
            ),
            models.UniqueConstraint(
                fields=["submission", "author"],
                condition=Q(sent_at__isnull=True, side=Side.OFFICE),
                name="one_unsent_message_of_account",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(sent_at__isnull=False), name="message_read_once_sent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(sent_at__isnull=False, read_at__isnull=True),
                name="message_withdrawn_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.changed_at:%Y-%m-%d %H:%M}"

    def uploads(self) -> list[UploadedFile]:
        """What counts against the bound on files: all that this side attached to the conversation."""
        files = UploadedFile.objects.filter(message__submission=self.submission_id, message__side=self.side)
        return list(files)

    def on_their_way(self) -> models.QuerySet[PartialUpload]:
        """What counts against it as if it were whole already: all on its way into the conversation."""
        return PartialUpload.objects.filter(message__submission=self.submission_id, message__side=self.side)

    def note_change(self) -> None:
        """Notes that its writer changed something; the row is the caller's to write."""
        self.changed_at = timezone.now()

    def owning(self) -> dict[str, Any]:
        """The columns of a file that belongs to it."""
        return {"message": self}
