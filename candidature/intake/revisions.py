"""A revision of what was sent, while it is written: an integration that was asked for, or a correction.

Like a draft it is saved step by step, valid or not, its files at once, and two tabs save one after the other.
It holds only what was typed into it: whatever happens to it, what was sent stays as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from candidature.actors import APPLICANT
from candidature.intake import keeping
from candidature.intake.drafts import Identity
from candidature.intake.keeping import ReadForm, SavedStep
from candidature.intake.uploads import FilesOnDisk, file_ids
from candidature.pages.participation import ParticipationPage
from candidature.process import corrections, workflow
from candidature.process.refusals import ConflictError, NotPossibleError, TooLateError, WorkflowError
from candidature.statuses import Status
from candidature.submissions.models import DRAFT_LIFETIME, Submission, UploadedFile
from candidature.submissions.revisions import InfoRequest, PendingRevision
from moduli import Answers, Schema, in_words, keys_of, part_of, walk

Purpose = PendingRevision.Purpose


@dataclass
class Revision:
    """What is being written over what was sent; the row is unsaved until something is.

    Attributes:
        purpose: as it may be sent now: an integration that is asked for takes over what a correction wrote.
        request: what the office asked for; None for a correction.
    """

    submission: Submission
    purpose: Purpose
    row: PendingRevision
    request: InfoRequest | None = None

    @cached_property
    def schema(self) -> Schema:
        """The questions that are open."""
        if self.request is None or self.request.everything:
            return self.submission.schema
        return part_of(self.submission.schema, self.request.questions)

    @cached_property
    def open_keys(self) -> set[str]:
        return keys_of(self.schema)

    @property
    def typed_answers(self) -> Answers:
        """What was typed here, of the questions that are open."""
        return {key: value for key, value in self.row.typed.items() if key in self.open_keys}

    @property
    def answers(self) -> Answers:
        """What would be sent now, right or wrong; blank ones are None."""
        return {**self.submission.answers, **self.typed_answers}

    @property
    def remarks(self) -> dict[str, Any]:
        return self.row.remarks

    @remarks.setter
    def remarks(self, remarks: dict[str, Any]) -> None:
        self.row.remarks = remarks

    @property
    def is_begun(self) -> bool:
        """Whether something was saved."""
        return self.row.pk is not None

    @property
    def applicant(self) -> Submission:
        """Who sends it as they would be now; never to be saved."""
        values = {name: getattr(self.submission, name) for name in Identity.__dataclass_fields__}
        return Submission(**{**values, **self.row.applicant})

    def left_over(self) -> list[tuple[str, str]]:
        """Label and text of what was typed into questions that are not open any more."""
        return [
            (question["label"], text)
            for step in self.submission.schema["steps"]
            for question in walk(step["questions"])
            if (key := question["key"]) in self.row.typed and key not in self.open_keys
            if self.row.typed[key] != self.submission.answers.get(key)
            if (text := in_words(question, self.row.typed[key]))
        ]

    def uploads(self) -> list[UploadedFile]:
        """The files that its answers name or that came in with it, read now."""
        named = {public_id for value in self.answers.values() for public_id in file_ids(value)}
        sent = [file for file in self.submission.files.all() if str(file.public_id) in named]
        return [*sent, *(self.row.files.all() if self.is_begun else [])]

    def owning(self) -> dict[str, Any]:
        """The columns of a file that came in with it."""
        return {"revision": self.row}

    def take_away(self, file: UploadedFile) -> None:
        """A file that was sent stays with the version that names it."""
        if file.revision_id is not None:
            file.delete()


def of(submission: Submission, purpose: Purpose) -> Revision:
    """The revision of a submission as far as it is written. At most two queries."""
    row = PendingRevision.objects.filter(submission=submission).first()
    if row is None:
        row = PendingRevision(submission=submission, purpose=purpose, version=submission.version)
    request = None
    if purpose is Purpose.INTEGRATION:
        request = InfoRequest.objects.filter(submission=submission).first() or InfoRequest(everything=True)
    return Revision(submission, purpose, row, request)


def refusal(
    submission: Submission, purpose: Purpose, page: ParticipationPage, at: datetime
) -> WorkflowError | None:
    """Why nothing can be written or sent at this moment; None when it can."""
    if purpose is Purpose.CORRECTION:
        return corrections.refusal(submission, page, at)
    if submission.status != Status.NEEDS_INFO:
        return NotPossibleError(submission.reference)
    if submission.info_due_at and at >= submission.info_due_at:
        return TooLateError(submission.reference)
    return None


def keep_step(
    revision: Revision,
    page: ParticipationPage,
    read: ReadForm,
    files: FilesOnDisk,
    *,
    version: int,
    client: str,
    at: datetime,
    seen: str = "",
    remove: str = "",
) -> SavedStep:
    """Saves what was typed into a step and attached to it, valid or not, in one transaction.

    Args:
        read, files, client, seen, remove: see `candidature.intake.keeping.keep`.
        version: of the submission, as the posted page showed it.
        at: when the request arrived.

    Raises:
        WorkflowError: nothing is saved: something happened meanwhile, or it is too late.
        LimitReachedError: this visitor stored too much; nothing is saved.
    """
    with writing(revision, page, version=version, at=at) as locked:
        saved, to_store = keeping.keep(locked, read, files, client=client, seen=seen, remove=remove)
        locked.row.typed = {**locked.row.typed, **to_store}
    return saved


def keep_applicant(
    revision: Revision,
    page: ParticipationPage,
    *,
    identity: Identity | None,
    typed: dict[str, str],
    version: int,
    at: datetime,
) -> None:
    """Saves the first step of a correction: who it is, or what was typed while something in it is wrong.

    The address is not among it: another one has to be proved.

    Raises:
        WorkflowError: see `keep_step`.
    """
    with writing(revision, page, version=version, at=at) as locked:
        if identity is None:
            locked.row.applicant_typed = typed
        else:
            columns = {name: value for name, value in identity.__dict__.items() if name != "email"}
            changed = any(getattr(locked.submission, name) != value for name, value in columns.items())
            locked.row.applicant = columns if changed else {}
            locked.row.applicant_typed = {}


@contextmanager
def writing(revision: Revision, page: ParticipationPage, *, version: int, at: datetime) -> Iterator[Revision]:
    """The revision, read afresh under the lock of its submission, and stored at the end."""
    with transaction.atomic():
        locked = lock(revision.submission, revision.purpose, version=version)
        if (refused := refusal(locked.submission, locked.purpose, page, at)) is not None:
            raise refused
        row = locked.row
        row.purpose, row.version = locked.purpose, locked.submission.version
        # A request may give more time than a draft has.
        row.expires_at = max(timezone.now(), locked.submission.info_due_at or timezone.now()) + DRAFT_LIFETIME
        if not locked.is_begun:
            # Files that come in name it.
            row.save()
        yield locked
        row.save()


def lock(submission: Submission, purpose: Purpose, *, version: int) -> Revision:
    """The revision, with its submission locked until the transaction ends: two tabs save one after the other.

    Raises:
        WorkflowError: something happened since `version`.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related("form_version")
    locked = rows.filter(pk=submission.pk).first()
    if locked is None:
        # Erased meanwhile.
        raise NotPossibleError(submission.reference)
    if workflow.has_moved_on(locked, version, APPLICANT):
        raise ConflictError(submission.reference)
    return of(locked, purpose)
