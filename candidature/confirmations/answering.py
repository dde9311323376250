"""The answer of somebody who was asked to confirm: yes, no, or that nobody is to write to them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from candidature.actors import SYSTEM
from candidature.confirmations import letters, noting
from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation
from candidature.process import locking, workflow
from candidature.process.transitions import GUARDIAN_DECLINED
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission

MOST_REASON = 1000


class AnswerError(Exception):
    """Nothing was changed."""


class NotAwaitedError(AnswerError):
    """It is too late, or nobody asks any more."""


class ContentChangedError(AnswerError):
    """What is written is not what was read."""


def shown(confirmation: Confirmation, application: Application) -> str:
    """A digest of what is read before an answer: the application, and as who it is confirmed."""
    read = json.dumps([application.content, confirmation.body, confirmation.name])
    return hashlib.sha256(read.encode()).hexdigest()


def confirm(confirmation: Confirmation, *, seen: str, at: datetime) -> None:
    """Notes that they read what `seen` says (`shown`) and confirm it; a second press changes nothing.

    Raises:
        AnswerError: one of its kinds.
    """
    with _locked(confirmation, at) as (locked, application):
        if shown(locked, application) != seen:
            raise ContentChangedError
        content = application.content
        if not locked.has_confirmed(content):
            locked.state, locked.content, locked.answered_at = Confirmation.State.CONFIRMED, content, at
            locked.reason, locked.typed, locked.on_paper = "", {}, False
            locked.save()
            _note(locked, application, noting.GIVEN, at)
            letters.write_answered(locked, _missing(application))


def decline(confirmation: Confirmation, *, reason: str, at: datetime) -> None:
    """Notes that they do not confirm, or no longer: nobody writes to this address about it any more.

    Raises:
        NotAwaitedError: see there.
    """
    with _locked(confirmation, at) as (locked, application):
        locked.state, locked.reason, locked.answered_at = Confirmation.State.DECLINED, reason, at
        locked.refuses_letters, locked.typed = True, {}
        locked.save()
        _note(locked, application, noting.DECLINED, at)
        if not _end_if_given_back(locked, application, at):
            letters.write_answered(locked, _missing(application))
        # One that waits would ask them again.
        letters.forget(locked)


def object_to(confirmation: Confirmation, *, at: datetime) -> None:
    """Forgets who they are, so that nobody writes to them about this application any more (GDPR, art. 21).

    It is possible at any time, whatever became of the application.
    """
    with lock(confirmation) as (locked, application):
        if locked.state in (Confirmation.State.OBJECTED, Confirmation.State.REMOVED):
            # Who they are was forgotten already.
            return
        was_awaited = application.closed_to(locked, at) is None
        locked.state, locked.answered_at = Confirmation.State.OBJECTED, at
        locked.reason, locked.typed, locked.refuses_letters = "", {}, True
        locked.name = locked.email = ""
        locked.save()
        letters.forget(locked)
        _note(locked, application, noting.OBJECTED, at)
        if was_awaited and not _end_if_given_back(locked, application, at):
            letters.write_answered(locked, _missing(application))


def gives_back(confirmation: Confirmation, application: Application, at: datetime) -> bool:
    """Whether a no at that moment ends what was sent: a seat of who is under age, which no committee gave."""
    sent = application.submission
    return bool(sent and confirmation.is_guardian and application.page.gives_back_unconfirmed(sent, at))


def gave_back(application: Application) -> bool:
    """Whether it ended so. One query."""
    sent = application.submission
    return sent is not None and sent.log.filter(action=GUARDIAN_DECLINED).exists()


def keep_typed(confirmation: Confirmation, reason: str) -> None:
    """Keeps a reason that is too long, to be shown again."""
    Confirmation.objects.filter(pk=confirmation.pk).update(typed={"reason": reason})


@contextmanager
def _locked(confirmation: Confirmation, at: datetime) -> Iterator[tuple[Confirmation, Application]]:
    with lock(confirmation) as (locked, application):
        if application.closed_to(locked, at) is not None:
            raise NotAwaitedError
        yield locked, application


@contextmanager
def lock(confirmation: Confirmation) -> Iterator[tuple[Confirmation, Application]]:
    """The row, read afresh, with what it belongs to locked before it: who sends or corrects waits.

    Raises:
        NotAwaitedError: it is not there any more.
    """
    with transaction.atomic():
        locked = _with_its_owner(confirmation) or _with_its_owner(confirmation)
        if locked is None:
            # Erased meanwhile.
            raise NotAwaitedError
        yield locked, Application.of(locked)


def _with_its_owner(confirmation: Confirmation) -> Confirmation | None:
    """None where the draft was sent just now: then the row belongs to the submission."""
    now = Confirmation.objects.filter(pk=confirmation.pk).only("draft", "submission", "role").first()
    if now is None:
        return None
    if now.draft_id is not None:
        Draft.objects.select_for_update(of=("self",)).filter(pk=now.draft_id).first()
    elif now.is_guardian and now.submission_id is not None:
        # Their no may give a seat back: of an event the page comes first.
        locking.lock([now.submission_id], SYSTEM)
    elif now.submission_id is not None:
        sent = Submission.objects.select_for_update(of=("self",)).filter(pk=now.submission_id)
        sent.defer("answers").first()
    rows = Confirmation.objects.select_for_update(of=("self",))
    rows = rows.select_related("draft__page", "submission__page")
    return rows.filter(pk=confirmation.pk, draft=now.draft_id, submission=now.submission_id).first()


def _note(locked: Confirmation, application: Application, action: str, at: datetime) -> None:
    noting.note(action, locked, noting.who_answers(locked), at=at)
    if application.submission is not None:
        noting.count(application.submission)


def _end_if_given_back(locked: Confirmation, application: Application, at: datetime) -> bool:
    """Ends what a guardian does not confirm, where their no gives it back.

    Returns:
        Whether it did; then its own letter tells of the answer.
    """
    submission = application.submission
    if submission is None or not gives_back(locked, application, at):
        return False
    who, version = noting.who_answers(locked), submission.version
    workflow.transition(submission.pk, GUARDIAN_DECLINED, who, expected_version=version, at=at)
    return True


def _missing(application: Application) -> int:
    content = application.content
    return sum(not one.has_confirmed(content) for one in application.asked(timezone.now()))
