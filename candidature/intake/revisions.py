"""A revision of what was sent, while it is written: an integration that was asked for, or a correction.

Like a draft it is saved step by step, valid or not, its files at once, and two tabs save one after the other.
It holds only what was typed into it: whatever happens to it, what was sent stays as it is.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from candidature.actors import APPLICANT
from candidature.intake import keeping, quotas, remarks
from candidature.intake.drafts import FirstStep, Identity
from candidature.intake.keeping import ReadForm, SavedStep
from candidature.intake.remarks import Remarks
from candidature.intake.uploads import FilesOnDisk, file_ids
from candidature.pages.participation import ParticipationPage
from candidature.process import corrections, workflow
from candidature.process.refusals import ConflictError, NotPossibleError, TooLateError, WorkflowError
from candidature.statuses import Status
from candidature.submissions import content
from candidature.submissions.drafts import DRAFT_LIFETIME
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from candidature.submissions.partial import PartialUpload
from candidature.submissions.revisions import InfoRequest, PendingRevision
from moduli import Answers, Schema, Step, asked_form, in_words, keys_of, part_of, settled, walk
from moduli.fields import readable_phone

Purpose = PendingRevision.Purpose
# Of the first step: another address has to be proved.
AS_SENT = frozenset({"email"})


@dataclass
class Revision:
    """What is being written over what was sent; the row is unsaved until something is.

    Attributes:
        purpose: as it may be sent now: an integration that is asked for takes over what a correction wrote.
        request: what the office asked for; None for a correction.
        is_uploading: whether a file was still on its way in when it was read.
    """

    submission: Submission
    purpose: Purpose
    row: PendingRevision
    request: InfoRequest | None = None
    is_uploading: bool = False

    @cached_property
    def schema(self) -> Schema:
        """The questions that are open, whoever answers."""
        whole: Schema = self.submission.form_version.schema
        if self.request is None or self.request.everything:
            return whole
        return settled(part_of(whole, self.request.questions), self.submission.answers)

    @property
    def kind(self) -> str:
        """Of what kind who sends it would be now."""
        return str(self.who.get("applicant_kind", self.submission.applicant_kind))

    @property
    def whole(self) -> Schema:
        """All questions that are asked of who would be of this kind, open or not."""
        return self.submission.schema_for(self.kind)

    def whole_step(self, step: Step) -> Step:
        """An open step with the questions that are closed, as they are asked of who answers so."""
        found = (one for one in asked_form(self.whole, self.answers)["steps"] if one["key"] == step["key"])
        return next(found, step)

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
        remarks: dict[str, Any] = self.row.remarks
        return remarks

    @remarks.setter
    def remarks(self, remarks: dict[str, Any]) -> None:
        self.row.remarks = remarks

    @property
    def is_begun(self) -> bool:
        """Whether something was saved, for this purpose or another."""
        return self.row.pk is not None

    @property
    def is_under_way(self) -> bool:
        """Whether something was saved for this purpose: no integration is begun by a correction."""
        return self.is_begun and self.row.purpose == self.purpose

    @property
    def who(self) -> dict[str, Any]:
        """The columns of the first step as they would be sent: an office asks for answers alone."""
        return self.row.applicant if self.purpose is Purpose.CORRECTION else {}

    @property
    def who_typed(self) -> dict[str, str]:
        """The first step as it was typed, where something in it keeps it from being sent."""
        return self.row.applicant_typed if self.purpose is Purpose.CORRECTION else {}

    @property
    def applicant(self) -> Submission:
        """Who sends it as they would be now; never to be saved."""
        return self._applicant_with(self.who)

    @property
    def applicant_written(self) -> Submission:
        """Who sends it as they were written here, whether that would be sent or not; never to be saved."""
        return self._applicant_with(self.row.applicant)

    def _applicant_with(self, columns: Mapping[str, Any]) -> Submission:
        values = {name: getattr(self.submission, name) for name in Identity.__dataclass_fields__}
        return Submission(**{**values, **columns})

    @property
    def content(self) -> str:
        """A digest of what would be sent."""
        return content.digest(self.applicant, self.answers, self.who_typed)

    def left_over(self) -> list[tuple[str, str]]:
        """Label and text of what was typed into questions that are closed now; files by their names."""
        uploads = self.uploads() if any(key not in self.open_keys for key in self.row.typed) else []
        return [
            (question["label"], text)
            for step in self.submission.form_version.schema["steps"]
            for question in walk(step["questions"])
            if (key := question["key"]) in self.row.typed and key not in self.open_keys
            if self.row.typed[key] != self.submission.answers.get(key)
            if (text := in_words(question, self.row.typed[key], uploads))
        ]

    def uploads(self) -> list[UploadedFile]:
        """The files that came in with it, and those that were sent or that its answers name, read now.

        What was sent is there again for whoever chooses another option, and then the first one.
        """
        answers = [*self.submission.answers.values(), *self.answers.values()]
        named = {public_id for value in answers for public_id in file_ids(value)}
        sent = [file for file in self.submission.files.all() if str(file.public_id) in named]
        return [*sent, *(self.row.files.all() if self.is_begun else [])]

    @property
    def partial_uploads(self) -> Any:
        """The files that are still on their way in."""
        return self.row.partial_uploads if self.is_begun else PartialUpload.objects.none()

    def owning(self) -> dict[str, Any]:
        """The columns of a file that came in with it."""
        return {"revision": self.row}

    def take_away(self, file: UploadedFile) -> None:
        """A file that was sent stays with the version that names it."""
        if file.revision_id is not None:
            file.delete()


def of(submission: Submission, purpose: Purpose) -> Revision:
    """The revision of a submission as far as it is written. At most two queries."""
    unfinished = PartialUpload.objects.filter(revision=OuterRef("pk"))
    rows = PendingRevision.objects.annotate(is_uploading=Exists(unfinished))
    found = rows.filter(submission=submission).first()
    row: PendingRevision | None = found
    if row is None:
        row = PendingRevision(submission=submission, purpose=purpose, version=submission.version)
    request = None
    if purpose is Purpose.INTEGRATION:
        request = InfoRequest.objects.filter(submission=submission).first() or InfoRequest(everything=True)
    return Revision(submission, purpose, row, request, is_uploading=bool(found and found.is_uploading))


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
        # A sent file that was taken away stays so, though it is there and an older page still shows it.
        away: Answers = {
            key: [] for key, value in to_store.items() if value is None and locked.answers.get(key) == []
        }
        locked.row.typed = {**locked.row.typed, **to_store, **away}
    return saved


def keep_first_step(
    revision: Revision,
    page: ParticipationPage,
    read: Callable[[Revision], FirstStep],
    *,
    version: int,
    client: str,
    at: datetime,
) -> FirstStep:
    """Saves the first step of a correction: who it is, or what was typed while something in it is wrong.

    What is `AS_SENT` is not among it.

    Args:
        read: what was posted, against the revision as it is now; it is returned.
        client: the visitor whose quota counts a text kept as it was typed.

    Raises:
        WorkflowError, LimitReachedError: see `keep_step`.
    """
    with writing(revision, page, version=version, at=at) as locked:
        step = read(locked)
        if step.identity is None:
            quotas.text(client, step.typed, held=locked.row.applicant_typed)
            locked.row.applicant_typed = step.typed
        else:
            # What is as it was sent follows whatever it becomes elsewhere, such as a telephone.
            locked.row.applicant = {
                name: value
                for name, value in step.identity.__dict__.items()
                if name not in AS_SENT and getattr(locked.submission, name) != value
            }
            locked.row.applicant_typed = {}
        remarks.put(locked, remarks.WHO, Remarks(clashes=step.clashes))
    return step


def follow_phone(submission: Submission, former: str) -> None:
    """A first step that is kept as it was typed, with the former number untouched, has the present one.

    Args:
        submission: locked.
    """
    row = PendingRevision.objects.filter(submission=submission).exclude(applicant_typed={}).first()
    if row is None or row.applicant_typed.get("phone", "") not in (former, readable_phone(former)):
        return
    row.applicant_typed["phone"] = readable_phone(submission.phone)
    row.save(update_fields=["applicant_typed"])


def change_files(
    revision: Revision,
    page: ParticipationPage,
    change: Callable[[Revision], Answers],
    *,
    version: int,
    at: datetime,
) -> Revision:
    """Changes which files the answers name, at once, whatever else is typed in the page.

    Args:
        change: given the locked revision, the answers to be stored; it may change `remarks` too.
        version, at: see `keep_step`.

    Raises:
        WorkflowError: see `keep_step`.
    """
    with writing(revision, page, version=version, at=at) as locked:
        locked.row.typed = {**locked.row.typed, **change(locked)}
    return locked


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
    # Without its questions: who held it before may have written new ones, which PostgreSQL would not join.
    locked = Submission.objects.select_for_update(of=("self",)).filter(pk=submission.pk).first()
    if locked is None:
        # Erased meanwhile.
        raise NotPossibleError(submission.reference)
    if workflow.has_moved_on(locked, version, APPLICANT):
        raise ConflictError(submission.reference)
    if locked.form_version_id == submission.form_version_id:
        # Versions never change, so it need not be read twice.
        locked.form_version = submission.form_version
    return of(locked, purpose)
