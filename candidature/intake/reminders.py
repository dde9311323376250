"""Two reminders before a term: to who began and did not send, to who was asked to complete and did not.

Each leaves once for a term, and again only when that term changes: the key of the letter says so. Who does
not want them says it by a link in the letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from candidature.letters import draft_letters
from candidature.letters import writing as letters
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Status
from candidature.submissions.models import Draft, Submission
from portal.models import OutboxMessage
from portal.outbox import sending as outbox

# Who wrote a moment ago need not be reminded.
QUIET = timedelta(minutes=30)


@dataclass(frozen=True)
class Reminder:
    """One of those that leave before a term.

    Attributes:
        before: from when on, before the term.
        until: no longer than this before the term: a letter that says "two days" is of no use an hour before.
    """

    name: str
    before: timedelta
    until: timedelta


REMINDERS = (
    Reminder("two days", timedelta(days=2), timedelta(hours=12)),
    Reminder("three hours", timedelta(hours=3), timedelta(minutes=20)),
)


def write_due(now: datetime | None = None) -> int:
    """Writes the letters whose time has come; returns how many."""
    now = now or timezone.now()
    written = 0
    for reminder in REMINDERS:
        written += _write(_about_drafts(reminder, now))
        written += _write(_about_completions(reminder, now))
    return written


def _about_drafts(reminder: Reminder, now: datetime) -> list[OutboxMessage]:
    found = []
    for page, closes_at in _closing(reminder, now):
        drafts = Draft.objects.filter(
            page_id=page.pk,
            expires_at__gt=now,
            no_reminders=False,
            created_at__lte=closes_at - reminder.before,
            updated_at__lte=now - QUIET,
        ).exclude(email="")
        occasion = _occasion(reminder, closes_at)
        found += draft_letters.reminders(drafts.defer("answers", "remarks"), page, occasion)
    return found


def _about_completions(reminder: Reminder, now: datetime) -> list[OutboxMessage]:
    waiting = Submission.objects.filter(
        status=Status.NEEDS_INFO,
        no_reminders=False,
        info_due_at__gt=now + reminder.until,
        info_due_at__lte=now + reminder.before,
    )
    asked = [
        letters.Letter("info_reminder", one, one.page.specific, occasion=_occasion(reminder, one.info_due_at))
        for one in waiting.defer("answers").select_related("page")
        # Who was given less time than this was told a moment ago.
        if one.info_due_at and one.updated_at <= one.info_due_at - reminder.before
    ]
    return letters.messages(asked)


def _closing(reminder: Reminder, now: datetime) -> Iterator[tuple[ParticipationPage, datetime]]:
    """The pages that still take something and whose closing is as near as this, with the closing."""
    for model in participation_models():
        pages = model._default_manager.filter(
            original=None, closes_at__gt=now + reminder.until, closes_at__lte=now + reminder.before
        )
        for page in pages:
            if page.closes_at and page.accepts(now):
                yield page, page.closes_at


def _occasion(reminder: Reminder, term: datetime | None) -> str:
    return f"{reminder.name} before {term:%Y-%m-%d %H:%M}"


def _write(messages: list[OutboxMessage]) -> int:
    """Puts those in the outbox that were not written before."""
    keys = [message.key for message in messages]
    known = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [message for message in messages if message.key not in known]
    outbox.enqueue_many(new)
    return len(new)
