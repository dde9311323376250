"""Two reminders before a term: to who began and did not send, to who was asked to complete and did not, to
who was told the reasons against their application and did not object.

Each leaves once for a term, and again only when that term changes: the key of the letter says so. None leaves
in the quiet hours of its page, nor to who was not told of the term because the letter that says so waits, nor
on paper to who has no address, nor about what is over or cancelled. Who does not want them says it by a link
in the letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from candidature.intake import draft_reminders
from candidature.letters import writing as letters
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.process import forewarning, more_time, untold
from candidature.statuses import Status
from candidature.submissions.models import Submission
from portal.models import OutboxMessage
from portal.outbox.quiet_hours import is_time

# Of so many it is asked, and written, in one query each.
AT_ONCE = 200
# What would leave in quiet hours leaves before them: no longer before than a day.
_A_NIGHT = timedelta(days=1)


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

    def is_due(self, term: datetime, page: ParticipationPage, now: datetime) -> bool:
        """Whether it is time for it, and not in the hours in which the page sends none."""
        return is_time(page.quiet_hours, term - self.before, term - self.until, now)


REMINDERS = (
    Reminder("two days", timedelta(days=2), timedelta(hours=12)),
    Reminder("three hours", timedelta(hours=3), timedelta(minutes=20)),
)


def write_due(now: datetime | None = None) -> int:
    """Writes the letters whose time has come; returns how many."""
    now = now or timezone.now()
    written = 0
    for reminder in REMINDERS:
        written += _about_drafts(reminder, now)
        written += _write(_about_completions(reminder, now))
        written += _write(_about_objections(reminder, now))
    return written


def _about_drafts(reminder: Reminder, now: datetime) -> int:
    return sum(
        draft_reminders.write(page, term - reminder.before, _occasion(reminder, term), now)
        for page, term in _closing(reminder, now)
    )


def _about_completions(reminder: Reminder, now: datetime) -> list[letters.Letter]:
    # Who was given more time was reminded by that.
    asked = more_time.without(Submission.objects.all())
    return _awaited("info_reminder", asked, Status.NEEDS_INFO, reminder, now)


def _about_objections(reminder: Reminder, now: datetime) -> list[letters.Letter]:
    # Who objected since the reasons were told knows of the term.
    silent = Submission.objects.filter(~forewarning.observed()).annotate(told_by=forewarning.told_by())
    return _awaited("forewarned_reminder", silent, Status.FOREWARNED, reminder, now)


def _awaited(
    letter: str, among: QuerySet[Submission], status: Status, reminder: Reminder, now: datetime
) -> list[letters.Letter]:
    """The letters to whoever of these is waited for in this state."""
    waiting = untold.may_be_reminded(among, status).filter(
        no_reminders=False,
        info_due_at__gt=now + reminder.until,
        info_due_at__lte=now + reminder.before + _A_NIGHT,
    )
    # On paper "two days" and "three hours" come too late, and would wait to be handed over for ever.
    waiting = waiting.exclude(email="")
    pages: dict[int, ParticipationPage] = {}
    asked = []
    for one in waiting.defer("answers").select_related("page"):
        page = pages.setdefault(one.page_id, one.page.specific)
        # Who was given less time than this was told a moment ago.
        if (
            not page.comes_to_nothing(now)
            and one.info_due_at
            and one.updated_at <= one.info_due_at - reminder.before
            and reminder.is_due(one.info_due_at, page, now)
        ):
            occasion = _occasion(reminder, one.info_due_at)
            closes = forewarning.closes_unobserved(page, getattr(one, "told_by", ""))
            asked.append(
                letters.Letter(letter, one, page, occasion=occasion, more={"closes_unobserved": closes})
            )
    return asked


def _closing(reminder: Reminder, now: datetime) -> Iterator[tuple[ParticipationPage, datetime]]:
    """The pages that still take something and whose term it is time to remind of, with the term."""
    for model in participation_models():
        closing = model.ends_within(now + reminder.until, now + reminder.before + _A_NIGHT)
        for page in model._default_manager.filter(closing, original=None):
            term = page.last_moment
            if term and page.takes_one_more(now) and reminder.is_due(term, page, now):
                yield page, term


def _occasion(reminder: Reminder, term: datetime | None) -> str:
    return f"{reminder.name} before {term:%Y-%m-%d %H:%M}"


def _write(asked: list[letters.Letter]) -> int:
    """Puts those in the outbox that were not written before."""
    written = 0
    for first in range(0, len(asked), AT_ONCE):
        by_key = {letters.key_of(letter): letter for letter in asked[first : first + AT_ONCE]}
        known = set(OutboxMessage.objects.filter(key__in=by_key).values_list("key", flat=True))
        new = [letter for key, letter in by_key.items() if key not in known]
        letters.write_many(new)
        written += len(new)
    return written
