"""Answering the checks of a submission, several at once, without losing what a colleague answered."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from candidature.actors import Actor
from candidature.models import Submission
from candidature.process import changes
from candidature.statuses import STILL_EXAMINED
from istruttoria.checklists.models import CheckAnswer
from istruttoria.checklists.reading import Line, lines, mark
from portal.models import User

# In the log.
ANSWERED, TAKEN_BACK = "check_answered", "check_taken_back"


class NotExaminedError(Exception):
    """What was sent is decided or withdrawn: nothing was written."""


@dataclass(frozen=True)
class Given:
    """What was posted for one check: an answer, or an empty one to take it back; `seen` is `Line.mark`."""

    key: str
    answer: str
    remark: str
    seen: str


@dataclass
class Saved:
    """What became of it: the checks that were changed, and those that a colleague answered otherwise."""

    changed: list[str] = field(default_factory=list)
    conflicts: list[Line] = field(default_factory=list)


def is_examined(submission: Submission) -> bool:
    """Whether its checks can still be answered, and an opinion of it be asked for."""
    return submission.status in STILL_EXAMINED


def answer(submission: Submission, given: Collection[Given], author: User) -> Saved:
    """Keeps the answers that differ from those which the page showed.

    One that a colleague answered otherwise since is left as it is, and told; the others are kept.

    Raises:
        NotExaminedError: see there.
        Submission.DoesNotExist: it was erased meanwhile.
    """
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).select_related("page").defer("answers")
        locked = rows.get(pk=submission.pk)
        if not is_examined(locked):
            raise NotExaminedError
        present = {line.key: line for line in lines(locked, locked.page.specific) if line.is_asked}
        saved = Saved()
        for one in given:
            line = present.get(one.key)
            posted = mark(one.answer, one.remark if one.answer else "")
            if line is None or posted in (one.seen, line.mark):
                # Not touched on the page, or answered the same by a colleague.
                continue
            if line.mark != one.seen:
                saved.conflicts.append(line)
                continue
            _keep(locked, line, one, author)
            saved.changed.append(one.key)
    return saved


def _keep(submission: Submission, line: Line, one: Given, author: User) -> None:
    if not one.answer:
        CheckAnswer.objects.filter(submission=submission, key=line.key).delete()
        changes.record(submission, TAKEN_BACK, Actor.staff(author), details={"check": line.key})
        return
    CheckAnswer.objects.update_or_create(
        submission=submission,
        key=line.key,
        defaults={
            "asked": line.asked_now,
            "required": line.required,
            "answer": one.answer,
            "remark": one.remark,
            "by": author,
            "by_label": str(author),
            "at": timezone.now(),
        },
    )
    details = {"check": line.key, "answer": one.answer}
    changes.record(submission, ANSWERED, Actor.staff(author), details=details)
