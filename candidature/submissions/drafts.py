"""What is being written and was not sent yet."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import models
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from candidature.submissions.applicants import Applicant
from candidature.submissions.channels import Channel
from candidature.submissions.files import UploadedFile
from moduli import Answers
from portal.people import addresses

DRAFT_LIFETIME = timedelta(days=30)
# Of one in which nothing is written yet: the button that begins was pressed, and no more.
EMPTY_DRAFT_LIFETIME = timedelta(days=2)


def draft_expiry() -> datetime:
    return timezone.now() + DRAFT_LIFETIME


class Draft(Applicant):
    """An application being written, reached only by its secret link and forgotten after `DRAFT_LIFETIME`.

    The link is made when the draft is begun, another whenever another address is written; see `secret_links`.
    Until the first step was filled in, the columns of the applicant are blank.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    # Protected: whoever deletes a page must not take away what somebody is writing on it.
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    # Online: whoever writes has its link. Else it is typed at the desk, and has none (`DeskEntry`).
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    answers = models.JSONField(default=dict)
    # The steps of which something was kept, each once, the latest last (`candidature.counts.passages`).
    written_steps = models.JSONField(default=list)
    # The first step as it was typed, by field, while something in it is missing or wrong.
    applicant_typed = models.JSONField(default=dict)
    # The address, as `addresses.normal` gives it, of which whoever writes typed a code; empty for none.
    proved_email = models.EmailField(blank=True)
    # When what last changed it reached the server, before its body was read.
    written_at = models.DateTimeField(null=True)
    # Somebody wrote by the link of a letter: the link of the browser that began it is ended.
    only_by_letter = models.BooleanField(default=False)
    no_reminders = models.BooleanField(default=False)
    # What could not be kept among the answers, by step (`candidature.intake.remarks`).
    remarks = models.JSONField(default=dict)
    # The form as whoever writes knows it; what they were told that changed, and those of their answers that
    # it no longer asks for (`candidature.intake.carrying`).
    form_version = models.ForeignKey(
        "candidature.FormVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    form_changes = models.JSONField(default=list)
    former_answers = models.JSONField(default=list)
    # What it holds of something sent before, until its step is saved (`candidature.intake.reuse`).
    prefilled = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=draft_expiry, db_index=True)

    class Meta:
        verbose_name = _("bozza")
        verbose_name_plural = _("bozze")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{_('Bozza')} {self.pk}"

    @property
    def says_who(self) -> bool:
        """Whether the first step was filled in, and nothing in it waits to be corrected."""
        return bool(self.last_name) and not self.applicant_typed

    def with_written(self, step: str) -> dict[str, list[str]]:
        """What is stored beside what was kept of a step; nothing where it was not the first time."""
        return {} if step in self.written_steps else {"written_steps": [*self.written_steps, step]}

    @property
    def is_at_desk(self) -> bool:
        """Whether somebody of the staff types it."""
        return self.channel != Channel.ONLINE

    @property
    def is_proved(self) -> bool:
        """Whether the present address is proved to be read by whoever writes.

        By a code, or because they write by the link of a letter to it: another address ends that link.
        """
        is_typed = self.proved_email == addresses.normal(self.email)
        return bool(self.email) and (is_typed or self.only_by_letter)

    @property
    def typed_answers(self) -> Answers:
        """All of its answers were typed into it."""
        return cast("Answers", self.answers)

    def uploads(self) -> list[UploadedFile]:
        """Its files, read when they are first looked at: most steps ask for none."""
        return cast("list[UploadedFile]", SimpleLazyObject(lambda: list(self.files.all())))

    def owning(self) -> dict[str, Any]:
        """The columns of a file that belongs to it."""
        return {"draft": self}

    def take_away(self, file: UploadedFile) -> None:
        """Nobody but the draft named this file."""
        file.delete()


class SendingRequest(models.Model):
    """ "Invia" was pressed on a draft whose address is still to be proved (`candidature.intake.confirming`).

    The moment counts, if the address is proved soon enough and nothing else was changed after the closing.
    """

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="sending_request")
    pressed_at = models.DateTimeField()
    notice_id = models.PositiveBigIntegerField()
    # Until when it counts, if the closing passes meanwhile: known once the first letter after it left.
    confirm_until = models.DateTimeField(null=True)
    # Of what was ready to be sent, but for the address.
    content = models.CharField(max_length=64)
    # The questions that the summary showed: after the closing they count, whatever an editor changed since.
    form_version = models.ForeignKey("candidature.FormVersion", on_delete=models.PROTECT, related_name="+")
    # Another address as it was typed, while it is not one.
    typed_email = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.draft} {self.pressed_at:%Y-%m-%d %H:%M}"
