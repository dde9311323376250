"""What an event says to those who signed up: when and where it takes place, and whether it does."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

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


def said(event: Meeting) -> Said:
    """Other words of an entry are a change for calendars, but nobody is written to because of them."""
    when = {name: moment(getattr(event, name)) for name in WHEN}
    where: dict[str, Any] = {name: getattr(event, name) for name in (*WHERE, LINK)}
    besides = {name: getattr(event, name) for name in BESIDES}
    spelt = {"place": without_spelling(event.place), "address": without_spelling(event.address)}
    news = {"cancelled": event.cancelled, **when, **where}
    return Said(facts={**news, **besides}, matters={**news, **spelt})


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
