"""Changing what was sent: what the office asked for, and the new answers while they are being written."""

from collections.abc import Iterable, Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.applicant_columns import ApplicantDecoder
from candidature.submissions.drafts import draft_expiry
from candidature.submissions.models import Submission
from moduli import Schema, for_kind


class InfoRequest(models.Model):
    """What a request of integration asks for: some of the questions that were asked, or all of them.

    The reason is the log's; until when is the submission's. The last one of a submission counts.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="info_requests")
    # Keys of questions of the submission's form, in its order; documents that were added to it among them.
    questions = models.JSONField(default=list)
    # All of them, whatever they are.
    everything = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("richiesta di integrazione")
        verbose_name_plural = _("richieste di integrazione")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.asked_at:%Y-%m-%d %H:%M}"


class PendingRevision(models.Model):
    """New answers to what was sent, not sent themselves yet: an integration, or a correction.

    It holds only what was typed here, right or wrong; whatever it does not hold stays as it was sent. Its
    files become the submission's when it is sent. One of a submission at most, forgotten after `expires_at`.
    """

    class Purpose(models.TextChoices):
        """Why it is written: the transition that sends it."""

        INTEGRATION = "complete", _("Integrazione")
        CORRECTION = "correct", _("Correzione")

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="pending_revision")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    # The submission's when it was begun.
    version = models.PositiveIntegerField()
    typed = models.JSONField(default=dict)
    # The columns of the first step that would be otherwise; empty while it is as it was sent.
    applicant = models.JSONField(default=dict, encoder=DjangoJSONEncoder, decoder=ApplicantDecoder)
    # The first step as it was typed, by field, while something in it is missing or wrong.
    applicant_typed = models.JSONField(default=dict)
    # What could not be kept among the answers, by step (`candidature.intake.remarks`).
    remarks = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=draft_expiry, db_index=True)

    class Meta:
        verbose_name = _("revisione non inviata")
        verbose_name_plural = _("revisioni non inviate")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.get_purpose_display()}"


class AnswerRevision(models.Model):
    """A former version: what an integration or a correction replaced, kept as long as the submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answer_revisions")
    answers = models.JSONField()
    # The columns of the applicant as they were, where the later version changed them; no address.
    applicant = models.JSONField(default=dict, encoder=DjangoJSONEncoder, decoder=ApplicantDecoder)
    # The questions that these answers answer.
    form_version = models.ForeignKey("candidature.FormVersion", on_delete=models.PROTECT, related_name="+")
    # The transition that replaced it.
    action = models.CharField(max_length=40)
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-replaced_at", "-pk"]
        verbose_name = _("risposte precedenti")
        verbose_name_plural = _("risposte precedenti")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission} {self.replaced_at:%Y-%m-%d %H:%M}"


def as_asked(
    submission: Submission, former: Iterable[AnswerRevision]
) -> Iterator[tuple[AnswerRevision, Schema]]:
    """Each former version with the questions that were asked of who had sent it.

    Args:
        former: last to first from the last one on, with their forms.
    """
    kind = submission.applicant_kind
    for revision in former:
        kind = revision.applicant.get("applicant_kind", kind)
        yield revision, for_kind(revision.form_version.schema, kind)
