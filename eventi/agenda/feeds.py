"""The whole calendar as a file to which calendars of phones and offices subscribe."""

from collections.abc import Iterable
from datetime import UTC

from django.utils.translation import gettext as _
from icalendar import Event

from candidature.published.models import Publication
from eventi import calendar
from eventi.agenda.happenings import Happening, What
from eventi.calendar import Method
from eventi.pages import EventPage
from eventi.saying import SIGN_UPS
from portal.pages.base import BasePage

# How often a subscriber asks again, for those that heed it.
_ASKED_EVERY = "PT6H"


def feed(found: Iterable[Happening], name: str) -> bytes:
    """The entries of these, under the name by which a calendar shows them. One query.

    An event has the entry that its own file has, so that a calendar which knows it already takes it for one.
    """
    shown = list(found)
    events = {one.page.answered_id for one in shown if one.is_event}
    latest = {one.page_id: one for one in Publication.objects.filter(page_id__in=events, audience=SIGN_UPS)}
    entries = [
        calendar.entry_of(one.page, Method.PUBLISH, None, latest.get(one.page.answered_id))
        if isinstance(one.page, EventPage)
        else _term(one, one.page)
        for one in shown
    ]
    return calendar.file_of(
        entries,
        Method.PUBLISH,
        name=name,
        x_wr_calname=name,
        x_published_ttl=_ASKED_EVERY,
    )


def _term(one: Happening, page: BasePage) -> Event:
    """The moment itself, which takes up nobody's time."""
    entry = Event()
    entry.add("uid", f"{page.translation_key}-{one.what}@{calendar.UID_DOMAIN}")
    changed_at = page.last_published_at or one.at
    entry.add("dtstamp", changed_at.astimezone(UTC).replace(microsecond=0))
    entry.add("last-modified", changed_at.astimezone(UTC).replace(microsecond=0))
    words = _("Si apre: %(title)s") if one.what is What.OPENS else _("Ultimo momento: %(title)s")
    entry.add("summary", calendar.clean_text(words % {"title": page.title}))
    entry.add("dtstart", calendar.as_written(one.at))
    entry.add("description", calendar.clean_text(f"{page.abstract}\n\n{calendar.address(page)}"))
    entry.add("url", calendar.address(page))
    entry.add("transp", "TRANSPARENT")
    return entry
