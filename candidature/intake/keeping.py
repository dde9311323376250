"""What a posted step leaves in whatever is written step by step: a draft, or a revision of what was sent.

All of it happens inside the transaction of the caller, who locked what is written and stores it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

from candidature.intake import quotas, remarks, two_tabs
from candidature.intake.remarks import Remarks
from candidature.intake.uploads import FileOwner, FilesOnDisk, find
from candidature.submissions.files import UploadedFile
from moduli import Answers, StepForm


class Written(FileOwner, Protocol):
    """What is being written.

    Attributes:
        answers: those that would be sent now, right or wrong.
        typed_answers: those of them that were typed here.
        remarks: see `candidature.intake.remarks`.
    """

    remarks: dict[str, Any]

    @property
    def answers(self) -> Answers: ...

    @property
    def typed_answers(self) -> Answers: ...

    def take_away(self, file: UploadedFile) -> None:
        """Called once no answer names the file any more."""


ReadForm = Callable[[Any], StepForm]


@dataclass(frozen=True)
class SavedStep:
    """A step that was saved.

    Attributes:
        answers: all those that would be sent now.
        form: the posted form, read against them as they were.
        removed: the file that was taken away, if one was.
        remarks: what was said that the answers do not hold.
        moved_to: the new secret of a draft whose link was ended (`drafts.move`).
        told_apart: whether it had answers that the form no longer asks for, though its writer was told of
            the change before.
    """

    answers: Answers
    form: StepForm
    removed: UploadedFile | None
    remarks: Remarks
    moved_to: str | None = None
    told_apart: bool = False


def keep(
    written: Written,
    read: ReadForm,
    files: FilesOnDisk,
    *,
    client: str,
    seen: str,
    remove: str,
    asked_then: Collection[str] | None = None,
) -> tuple[SavedStep, Answers]:
    """Takes what was typed into a step and attached to it, valid or not.

    Args:
        read: the posted form of the step, against the answers and files of what is written.
        files: the good files of that form, on the disk already (`candidature.intake.uploads.written`).
        client: the visitor whose quota counts the text.
        seen: the answers that the posted page showed (`candidature.intake.two_tabs.seen`).
        remove: the id of a file that is taken away.
        asked_then: the keys of the questions that the posted page showed, if it showed an older form.

    Returns:
        The step, and the answers of this step that are to be stored; `written.remarks` are to be stored too.

    Raises:
        LimitReachedError: this visitor stored too much.
    """
    form = read(written)
    files.name_in(form, written)
    answers = form.typed()
    removed = find(written, remove) if remove else None
    if removed is not None:
        attached = {**written.answers, **answers}.get(removed.question_key)
        answers[removed.question_key] = [
            public_id for public_id in attached or [] if public_id != str(removed.public_id)
        ]
        written.take_away(removed)
    if asked_then is not None:
        answers = {key: value for key, value in answers.items() if key in asked_then}
    quotas.text(client, answers, held=written.answers)
    # Files come and go at once, whatever another tab did: the form was read against those there are.
    at_once = form.file_keys() | ({removed.question_key} if removed else set())
    files_named = {key: value for key, value in answers.items() if key in at_once}
    others = {key: value for key, value in answers.items() if key not in at_once}
    saved, clashing = two_tabs.clashes(form.step, written.answers, others, seen)
    remarked = Remarks(form.refused_files(), {key: answers[key] for key in clashing})
    remarks.put(written, form.step["key"], remarked)
    to_store = {**saved, **files_named}
    return SavedStep({**written.answers, **to_store}, form, removed, remarked), to_store
