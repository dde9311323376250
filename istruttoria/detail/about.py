"""What there is about one submission, read at once, so that its page costs the same however much it is."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from candidature.models import (
    AnswerRevision,
    Confirmation,
    ErasureRequest,
    FormVersion,
    InfoRequest,
    PendingRevision,
    Submission,
    UploadedFile,
)
from candidature.privacy import requests
from candidature.statuses import Status
from istruttoria.checklists.answering import ANSWERED
from istruttoria.checklists.models import CheckAnswer
from istruttoria.detail.notes_panel import newest_of
from istruttoria.detail.together import together
from istruttoria.detail.written import letters_about
from istruttoria.notes.models import Note
from istruttoria.notes.writing import WRITTEN
from istruttoria.opinions import asking as opinion_log
from istruttoria.opinions.models import Opinion, OpinionFile
from istruttoria.opinions.shown import replaced_since
from istruttoria.scores.giving import GIVEN
from istruttoria.scores.models import Score
from portal.models import OutboxMessage


@dataclass(frozen=True)
class About:
    """What hangs on a submission, each in its order; letters without what they say.

    Attributes:
        notes: the newest, one more than the page shows.
        revisions: the former versions, if it was ever changed.
        info_requests: the last one, while an integration is awaited.
        pending: what is typed and not sent, at most one.
    """

    files: list[UploadedFile] = field(default_factory=list)
    letters: list[OutboxMessage] = field(default_factory=list)
    checks: list[CheckAnswer] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    erasure: list[ErasureRequest] = field(default_factory=list)
    revisions: list[AnswerRevision] = field(default_factory=list)
    info_requests: list[InfoRequest] = field(default_factory=list)
    pending: list[PendingRevision] = field(default_factory=list)

    @property
    def info_request(self) -> InfoRequest | None:
        return next(iter(self.info_requests), None)

    @property
    def pending_revision(self) -> PendingRevision | None:
        return next(iter(self.pending), None)

    @property
    def erasure_request(self) -> ErasureRequest | None:
        """What waits for an answer."""
        return next(iter(self.erasure), None)


def read_about(submission: Submission, done: Container[str]) -> About:
    """All of it, in one query.

    Args:
        done: the actions of its log, which tell what there is to look up.
    """
    found = together(_asked(submission, done))
    attached = {one.opinion_id: one for one in found.pop("attached", ())}
    forms = {one.pk: one for one in found.pop("forms", ())}
    about = About(**found)
    for opinion in about.opinions:
        Opinion._meta.get_field("attached").set_cached_value(opinion, attached.get(opinion.pk))
        replaced = replaced_since(opinion, about.revisions)
        opinion.updated_since = replaced[0].replaced_at if replaced else None
    for revision in about.revisions:
        revision.form_version = forms.get(revision.form_version_id, submission.form_version)
    for rows in found.values():
        for row in rows:
            if hasattr(row, "submission_id"):
                row.submission = submission
    return about


def _asked(submission: Submission, done: Container[str]) -> dict[str, QuerySet[Any]]:
    parts: dict[str, QuerySet[Any]] = {
        "files": submission.files.all(),
        "letters": letters_about(submission).defer("content", "attachments"),
    }
    if ANSWERED in done:
        parts["checks"] = submission.check_answers.all()
    if GIVEN in done:
        parts["scores"] = submission.scores.all()
    if WRITTEN in done:
        parts["notes"] = newest_of(submission)
    if opinion_log.ASKED in done:
        parts["opinions"] = submission.opinions.all()
        parts["attached"] = OpinionFile.objects.filter(opinion__submission=submission)
    if submission.has_confirmations:
        parts["confirmations"] = submission.confirmations.all()
    if requests.ASKED in done:
        parts["erasure"] = submission.erasure_requests.filter(refused_at=None)
    if any(purpose in done for purpose in PendingRevision.Purpose.values):
        parts["revisions"] = submission.answer_revisions.all()
        answered = submission.answer_revisions.exclude(form_version=submission.form_version_id)
        parts["forms"] = FormVersion.objects.filter(pk__in=answered.order_by().values("form_version"))
    if submission.status == Status.NEEDS_INFO:
        parts["info_requests"] = submission.info_requests.all()[:1]
        parts["pending"] = PendingRevision.objects.filter(submission=submission)
    return parts
