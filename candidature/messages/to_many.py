"""The same message of the office to many: written with the letters that tell of it, and withdrawn while these
have not left and nobody has read it.

Each row is a message as any other: in the conversation, in the log, kept as it was sent.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from candidature.access.scope import REVIEW
from candidature.actors import Actor
from candidature.letters import writing as letters
from candidature.log.models import LogEntry
from candidature.messages.models import Message, Side
from candidature.messages.telling import LETTER, told_already
from candidature.messages.writing import SENT
from candidature.pages.participation import ParticipationPage
from candidature.process import by_hand, changes
from candidature.process.refusals import ConflictError, LetterLeftError, NotAllowedError, WorkflowError
from candidature.submissions.models import Submission
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.outbox import taking_back
from portal.outbox.sending import Waiting
from portal.privacy.tokens import digest

# In the log.
WITHDRAWN = "message_withdrawn"
_ON_PAPER = (by_hand.PRINTED, by_hand.HANDED_OVER)


class AlreadyReadError(WorkflowError):
    """It cannot be withdrawn: whoever it is for has read it."""


@dataclass(frozen=True)
class Written:
    """What became of one submission of a set.

    Attributes:
        message: the number of the message that was sent about it.
        letter: the key of the letter that tells of it; empty where another one does.
    """

    submission_id: int
    refusal: WorkflowError | None = None
    message: int | None = None
    letter: str = ""


def rehearse(wanted: Mapping[int, int], actor: Actor) -> dict[int, WorkflowError | None]:
    """Why each could not be written to now, or None; in a query. See `send` for `wanted`."""
    if not _may(actor):
        return {pk: NotAllowedError(pk) for pk in wanted}
    visible = Submission.objects.visible_to(cast(User, actor.user)).filter(pk__in=wanted)
    versions = dict(visible.values_list("pk", "version"))
    return {pk: _refusal(pk, version, versions.get(pk)) for pk, version in wanted.items()}


def send(
    wanted: Mapping[int, int],
    actor: Actor,
    say: Callable[[Submission, ParticipationPage], str],
    *,
    key: str,
    waits: Waiting,
) -> list[Written]:
    """Writes to each, in one transaction, with a number of queries that does not grow with them.

    Args:
        wanted: by submission, the version that its author saw. One that changed since is not written to: what
            is true of it then is another matter.
        say: the text for one.
        key: of the whole; with it none of them is ever written to a second time.
        waits: until when the letters can be taken back.

    Returns:
        One for each of `wanted`, in their order.
    """
    if not _may(actor):
        return [Written(pk, NotAllowedError(pk)) for pk in wanted]
    with transaction.atomic():
        rows = _locked(wanted, cast(User, actor.user))
        refusals = {pk: _refusal(pk, version, _version(rows.get(pk))) for pk, version in wanted.items()}
        allowed = [row for pk, row in rows.items() if refusals[pk] is None]
        pages = Page.objects.filter(pk__in={row.page_id for row in allowed}).specific().in_bulk()
        now = timezone.now()
        messages = Message.objects.bulk_create(
            Message(
                submission=row,
                side=Side.OFFICE,
                author=actor.user,
                author_label=actor.label,
                text=say(row, pages[row.page_id]),
                changed_at=now,
                sent_at=now,
                key_hash=digest(f"{key}:{row.pk}"),
            )
            for row in allowed
        )
        changes.record_many(allowed, SENT, actor, details=lambda _row: {})
        told = _tell(messages, pages, waits)
    by_submission = {message.submission_id: message.pk for message in messages}
    return [
        Written(pk, refusals[pk], by_submission.get(pk), told.get(by_submission.get(pk, 0), ""))
        for pk in wanted
    ]


def withdraw(sent: Mapping[int, Written], actor: Actor) -> list[Written]:
    """Takes back, in one transaction, what `send` wrote: by submission, what it answered.

    What was read, or told of by a letter that left or was printed, stays. Where a letter that does not leave
    any more would have told of a later message as well, another one does.
    """
    if not _may(actor):
        return [Written(pk, NotAllowedError(pk)) for pk in sent]
    with transaction.atomic():
        rows = _locked(sent, cast(User, actor.user))
        messages = Message.objects.in_bulk([one.message for one in sent.values() if one.message])
        refusals: dict[int, WorkflowError] = {pk: NotAllowedError(pk) for pk in sent if pk not in rows}
        for pk, row in rows.items():
            message = messages.get(sent[pk].message or 0)
            if message is None:
                refusals[pk] = NotAllowedError(pk)
            elif message.read_at is not None:
                refusals[pk] = AlreadyReadError(row.reference)
        keys = {one.letter: pk for pk, one in sent.items() if one.letter and pk not in refusals}
        left = {keys[key] for key in taking_back.may_have_left(keys)} | _on_paper(keys)
        refusals |= {pk: LetterLeftError(pk) for pk in left}
        taking_back.take_back([key for key, pk in keys.items() if pk not in left])
        withdrawn = {pk: cast(int, sent[pk].message) for pk in rows if pk not in refusals}
        Message.objects.filter(pk__in=withdrawn.values()).update(withdrawn_at=timezone.now())
        changes.record_many([rows[pk] for pk in withdrawn], WITHDRAWN, actor, details=lambda _row: {})
        _tell_of_later({pk: messages[number] for pk, number in withdrawn.items() if sent[pk].letter}, rows)
    return [Written(pk, refusals.get(pk)) for pk in sent]


def _may(actor: Actor) -> bool:
    return actor.user is not None and actor.user.has_perm(REVIEW)


def _locked(ids: Iterable[int], user: User) -> dict[int, Submission]:
    """Those that the account may read, in the order in which everybody locks them."""
    visible = Submission.objects.visible_to(user).filter(pk__in=list(ids))
    rows = visible.select_for_update(of=("self",)).defer("answers").order_by("pk")
    return {row.pk: row for row in rows}


def _version(row: Submission | None) -> int | None:
    return row.version if row else None


def _refusal(pk: int, seen: int, version: int | None) -> WorkflowError | None:
    if version is None:
        return NotAllowedError(pk)
    return ConflictError(pk) if version != seen else None


def _tell(messages: list[Message], pages: Mapping[int, Page], waits: Waiting | None = None) -> dict[int, str]:
    """Writes the letters that tell of these messages; the key of each by its message."""
    told = told_already([message.submission for message in messages], [message.pk for message in messages])
    written = {
        message.pk: letters.Letter(
            LETTER,
            message.submission,
            cast("ParticipationPage", pages[message.submission.page_id]),
            occasion=str(message.pk),
            waits=waits,
        )
        for message in messages
        if message.submission_id not in told
    }
    made = letters.messages(written.values())
    outbox.enqueue_many(made)
    return {pk: letter.key for pk, letter in zip(written, made, strict=True)}


def _on_paper(keys: Mapping[str, int]) -> set[int]:
    """The submissions whose letter was printed or handed over."""
    of_letter = OutboxMessage.objects.filter(key__in=keys).values_list("message_id", "key")
    by_id = {str(message_id): keys[key] for message_id, key in of_letter}
    entries = LogEntry.objects.filter(submission__in=keys.values(), action__in=_ON_PAPER)
    printed = (details["message"] for details in entries.values_list("details", flat=True))
    return {by_id[message_id] for message_id in printed if message_id in by_id}


def _tell_of_later(withdrawn: Mapping[int, Message], rows: Mapping[int, Submission]) -> None:
    """Writes of what was sent since and is unread: the letter that was just stopped was to tell of it too."""
    unread = Message.objects.unread().filter(submission__in=withdrawn, side=Side.OFFICE).order_by("pk")
    newest = {one.submission_id: one for one in unread if one.pk > withdrawn[one.submission_id].pk}
    for pk, message in newest.items():
        message.submission = rows[pk]
    pages = Page.objects.filter(pk__in={rows[pk].page_id for pk in newest}).specific().in_bulk()
    _tell(list(newest.values()), pages)
