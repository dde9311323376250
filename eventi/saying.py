"""What an event says to those who signed up: when and where it takes place, and whether it does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.published.models import Publication
from candidature.published.noting import Said, moment, without_spelling
from eventi.meeting import Meeting

# Those who have, or wait for, a seat (`candidature.published`).
SIGN_UPS = "sign_ups"
WHEN = ("starts_at", "ends_at")
WHERE = ("mode", "place", "address")
# The way in from afar, which only who has a seat knows.
LINK = "online_url"
# What calendar files say besides (`eventi.calendar`), of which nobody is written to.
BESIDES = (
    "title",
    "abstract",
    "directions",
    "what_to_bring",
    "cancellation_note",
    "office",
    "contact_email",
    "contact_phone",
)
# Of an event whose day was taken away: that day, and until when it was said (`former_day`).
FORMER = "former"


def said(event: Meeting) -> Said:
    """Other words of an entry are a change for calendars, but nobody is written to because of them.

    No query, but for an event without a day.
    """
    besides = {name: getattr(event, name) for name in BESIDES}
    former = _former(event.pk) if event.starts_at is None and event.pk else {}
    return Said(facts={**_news(event), **besides, **former}, matters=matters(event))


def matters(event: Meeting) -> dict[str, Any]:
    """That of which people are told when it changes, without its spelling. No query."""
    spelt = {name: without_spelling(getattr(event, name)) for name in ("place", "address")}
    return {**_news(event), **spelt}


def _news(event: Meeting) -> dict[str, Any]:
    when = {name: moment(getattr(event, name)) for name in WHEN}
    return {"cancelled": event.cancelled, **when, **{name: getattr(event, name) for name in (*WHERE, LINK)}}


def _former(event_id: int) -> dict[str, Any]:
    """The day said last of an event that has none now, as a fact; nothing where it never had one."""
    row = Publication.objects.filter(page=event_id, audience=SIGN_UPS).first()
    facts = row.said["facts"] if row else {}
    if not facts.get("starts_at"):
        return {FORMER: facts[FORMER]} if FORMER in facts else {}
    day = {name: facts[name] for name in WHEN}
    return {FORMER: {**day, "until": timezone.now().isoformat()}}


@dataclass(frozen=True)
class Former:
    """When an event was to take place that has no day any more, and until when that was said."""

    starts_at: datetime
    ends_at: datetime | None
    until: datetime


def former_day(latest: Publication | None) -> Former | None:
    """
    Args:
        latest: what an event said last to who has signed up.
    """
    facts = latest.said["facts"].get(FORMER) if latest else None
    if facts is None:
        return None
    starts, ends, until = (
        datetime.fromisoformat(facts[name]) if facts[name] else None for name in (*WHEN, "until")
    )
    return Former(starts, ends, until) if starts and until else None


def when_and_where(event: Meeting) -> list[tuple[str, str]]:
    """When, where and how to get there, and what to bring: label and words, blanks left out."""
    dates = render_to_string("eventi/_event_dates.html", {"starts": event.starts_at, "ends": event.ends_at})
    when = " ".join(dates.split())
    facts = [
        (_("Date e orari"), when[:1].upper() + when[1:]),
        (_("Luogo"), event.where),
        (_("Come arrivare"), event.way_there),
        (_("Modalità"), event.get_mode_display()),
        (_("Che cosa portare"), event.what_to_bring),
    ]
    return [(label, words) for label, words in facts if words]
