"""Asking for an opinion, giving it, revoking it, reminding of it: under the lock of the submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from candidature.actors import EXPERT, SYSTEM, Actor
from candidature.models import Submission
from candidature.process import changes
from candidature.statuses import STILL_EXAMINED
from istruttoria.checklists.answering import NotExaminedError, is_examined
from istruttoria.opinions import letters
from istruttoria.opinions.models import Opinion, OpinionFile
from portal.models import OutboxMessage, User
from portal.privacy.tokens import digest

# In the log.
ASKED, READ, GIVEN, REVOKED, REMINDED, UNDELIVERED = (
    "opinion_asked",
    "opinion_read",
    "opinion_given",
    "opinion_revoked",
    "opinion_reminded",
    "opinion_undelivered",
)
# About one submission.
MOST = 10
REMINDED_BEFORE = timedelta(days=3)
# Who was asked more recently need not be reminded.
QUIET = timedelta(days=2)
# Reading the page again within this time is one reading.
READ_COLLAPSES = timedelta(hours=1)


class OpinionError(Exception):
    """Nothing was written."""


class TooManyOpinionsError(OpinionError):
    """So many were asked for about this submission already."""


class NotAwaitedError(OpinionError):
    """It was given or revoked, its term is over, or what it was asked for is decided or withdrawn."""


@dataclass(frozen=True)
class Request:
    """What is asked, of whom, by when, and what they may read for it."""

    name: str
    email: str
    question: str
    due_at: datetime
    questions: Sequence[str] = ()
    files: Sequence[str] = ()
    shows_applicant: bool = False


def ask(submission: Submission, request: Request, user: User, *, key: str) -> Opinion:
    """Asks for an opinion; its letter leaves with that.

    Args:
        key: of the form; its second press asks nobody more.

    Raises:
        NotExaminedError, TooManyOpinionsError: see each.
        Submission.DoesNotExist: it was erased meanwhile.
    """
    with transaction.atomic():
        locked = _lock(submission.pk)
        key_hash = digest(f"{locked.pk}:{key}")
        known = Opinion.objects.filter(key_hash=key_hash).first()
        if known is not None:
            return known
        if not is_examined(locked):
            raise NotExaminedError
        if Opinion.objects.filter(submission=locked).count() >= MOST:
            raise TooManyOpinionsError
        opinion = Opinion.objects.create(
            submission=locked,
            name=request.name,
            email=request.email,
            question=request.question,
            due_at=request.due_at,
            shown_questions=list(request.questions),
            shown_files=list(request.files),
            shows_applicant=request.shows_applicant,
            asked_by=user,
            asked_by_label=str(user),
            key_hash=key_hash,
        )
        _record(opinion, ASKED, Actor.staff(user))
        letters.write(letters.ASKED, opinion)
    return opinion


def give(opinion: Opinion, text: str, file: dict[str, Any] | None, at: datetime) -> None:
    """Keeps an opinion as it was given.

    Args:
        file: the columns of `OpinionFile`, its content on the disk already.

    Raises:
        NotAwaitedError: see there.
    """
    with transaction.atomic():
        locked = _lock_opinion(opinion)
        if locked is None or not locked.is_awaited(at):
            raise NotAwaitedError
        locked.state, locked.text, locked.given_at = Opinion.State.GIVEN, text, at
        # Whoever saw that it was late, or that its letter came back, has not seen this.
        locked.undelivered_since = locked.seen_at = None
        locked.save(update_fields=["state", "text", "given_at", "undelivered_since", "seen_at"])
        if file is not None:
            OpinionFile.objects.create(opinion=locked, **file)
        letters.forget(locked.pk)
        _record(locked, GIVEN, EXPERT, at=at)


def revoke(opinion: Opinion, user: User) -> bool:
    """Takes a request back: its links say only that. False where it was given or revoked already."""
    with transaction.atomic():
        locked = _lock_opinion(opinion)
        if locked is None or locked.state != Opinion.State.ASKED:
            return False
        locked.state = Opinion.State.REVOKED
        locked.save(update_fields=["state"])
        letters.forget(locked.pk)
        _record(locked, REVOKED, Actor.staff(user))
    return True


def note_refusal(message: OutboxMessage, _reason: str) -> None:
    """Listener of `rejections`: a letter to whoever was asked did not arrive."""
    if message.link_kind != letters.LINK:
        return
    asked = Opinion.objects.filter(pk=message.link_target, undelivered_since=None).first()
    with transaction.atomic():
        locked = _lock_opinion(asked) if asked else None
        if locked is None or locked.state != Opinion.State.ASKED or locked.undelivered_since is not None:
            return
        locked.undelivered_since, locked.seen_at = timezone.now(), None
        locked.save(update_fields=["undelivered_since", "seen_at"])
        _record(locked, UNDELIVERED, SYSTEM)


def note_reading(opinion: Opinion) -> None:
    """Notes that the page was opened by the link, once an hour. A letter did arrive, then."""
    if opinion.undelivered_since is not None:
        Opinion.objects.filter(pk=opinion.pk).update(undelivered_since=None)
    details = {"opinion": str(opinion.pk)}
    since = timezone.now() - READ_COLLAPSES
    if not opinion.submission.log.filter(action=READ, at__gt=since, details=details).exists():
        _record(opinion, READ, EXPERT)


def remind_due(now: datetime | None = None) -> int:
    """Reminds those whose term is near, once for each term; returns how many."""
    now = now or timezone.now()
    waiting = Opinion.objects.filter(
        state=Opinion.State.ASKED,
        due_at__gt=now,
        due_at__lte=now + REMINDED_BEFORE,
        asked_at__lte=now - QUIET,
        submission__status__in=sorted(STILL_EXAMINED),
    )
    reminded = 0
    for one in waiting.order_by("pk"):
        with transaction.atomic():
            locked = _lock_opinion(one)
            if locked is None or not locked.is_awaited(now) or _was_reminded(locked):
                continue
            letters.write(letters.REMINDER, locked)
            _record(locked, REMINDED, SYSTEM, at=now)
            reminded += 1
    return reminded


def forget_letters(instance: Opinion, **_kwargs: Any) -> None:
    """Receiver of `post_delete`: an opinion goes with its submission, and its letters with it."""
    letters.forget(instance.pk)


def _was_reminded(opinion: Opinion) -> bool:
    return opinion.submission.log.filter(action=REMINDED, details={"opinion": str(opinion.pk)}).exists()


def _lock(submission_id: int) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("page").defer("answers")
    return rows.get(pk=submission_id)


def _lock_opinion(opinion: Opinion) -> Opinion | None:
    """None where it was erased meanwhile."""
    try:
        locked = _lock(opinion.submission_id)
    except Submission.DoesNotExist:
        return None
    found = Opinion.objects.select_for_update(of=("self",)).filter(pk=opinion.pk, submission=locked).first()
    if found is not None:
        found.submission = locked
    return found


def _record(opinion: Opinion, action: str, actor: Actor, at: datetime | None = None) -> None:
    changes.record(opinion.submission, action, actor, details={"opinion": str(opinion.pk)}, at=at)
