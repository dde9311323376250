"""The calendar file of an event (RFC 5545, RFC 5546): one entry that calendars know again, move and remove.

Whoever asks gets the same entry: the public file, the one of the personal page and the one of a letter have
the same UID, in every language of the page. Of two files the later has the higher SEQUENCE, which counts what
the page said so far (`candidature.published`), and for a mailbox what became of its sign-ups besides
(`eventi.counted`).

There is no secret in any of them: calendars are shared with families and colleagues. The address for taking
part online stands only in the files of who has a seat.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)
from wagtail.models import Page

from candidature.published.models import Publication
from candidature.statuses import Status
from candidature.submissions.marks import ENDED
from candidature.submissions.models import Submission
from eventi import counted
from eventi.meeting import Meeting
from eventi.saying import SIGN_UPS, former_day

# Below the address of the page.
PATH = "calendario"
_PRODUCT = "-//Cantieri della Salute//Eventi//IT"
# Never the host: the portal may move, an entry must not come twice because of it.
UID_DOMAIN = "cantieri-della-salute"
# What RFC 5545 admits of control characters in a text is the end of a line.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Method(StrEnum):
    """What a calendar does with a file."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def uid(event: Meeting) -> str:
    """The same in every language, and for as long as the page exists."""
    return f"{event.translation_key}@{UID_DOMAIN}"


def public(event: Meeting) -> bytes:
    """The file that anybody may have of an event that has a day."""
    return _file(event, Method.PUBLISH, None)


def personal(event: Meeting, submission: Submission) -> bytes | None:
    """The file that somebody who has a seat, or waits, downloads; None for an event without a day.

    Who comes no more gets that of everybody: it is older than what took their entry away.
    """
    if event.starts_at is None:
        return None
    return _file(event, Method.PUBLISH, None if submission.status in ENDED else submission)


def for_mailbox(event: Meeting, submission: Submission, method: Method) -> bytes:
    """An invitation, or the end of one: the mailbox puts it into its calendar by itself."""
    return _file(event, method, submission)


def _file(event: Meeting, method: Method, submission: Submission | None) -> bytes:
    return file_of([entry_of(event, method, submission, latest_of(event))], method)


def latest_of(event: Meeting) -> Publication | None:
    """What an event said last to who has signed up, as far as it said anything."""
    return Publication.objects.filter(page_id=event.answered_id, audience=SIGN_UPS).first()


def entry_of(
    event: Meeting, method: Method, submission: Submission | None, latest: Publication | None
) -> Event:
    """
    Args:
        submission: whose sign-up it is about; none for what everybody may read.
        latest: what the page said last to who has signed up, as far as it said anything.
    """
    sequence, changed_at = _counted(event, latest)
    if submission is not None:
        # Both only ever grow: of two files for one mailbox, whoever signed up there, the later is the higher.
        count, at = counted.by_mailbox(submission)
        sequence += count
        changed_at = max(changed_at, at)
    is_off = event.cancelled or method is Method.CANCEL
    # A day that was taken away is the one under which calendars have it.
    day = event if event.starts_at else former_day(latest)
    # Whoever is not expected needs no way there.
    expected = None if method is Method.CANCEL else submission
    entry = Event()
    entry.add("uid", uid(event))
    entry.add("sequence", sequence)
    entry.add("dtstamp", changed_at.astimezone(UTC).replace(microsecond=0))
    entry.add("last-modified", changed_at.astimezone(UTC).replace(microsecond=0))
    entry.add("summary", clean_text(_summary(event, is_off=is_off)))
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if day is not None and day.starts_at is not None:
        entry.add("dtstart", as_written(day.starts_at))
        if day.ends_at is not None:
            entry.add("dtend", as_written(day.ends_at))
    if where := _where(event, expected):
        entry.add("location", where)
    entry.add("description", _description(event, expected))
    entry.add("url", address(event))
    if contact := _contact(event):
        entry.add("contact", contact)
    entry.add("organizer", _organizer(event))
    if submission is not None and method is not Method.PUBLISH:
        entry.add("attendee", _attendee(submission), encode=False)
    if not is_off:
        entry.add("transp", "OPAQUE")
    return entry


def file_of(entries: Iterable[Event], method: Method, **properties: str) -> bytes:
    """
    Args:
        properties: further ones of the calendar as a whole, by name.
    """
    file = Calendar()
    file.add("version", "2.0")
    file.add("prodid", _PRODUCT)
    file.add("calscale", "GREGORIAN")
    file.add("method", method.value)
    for name, value in properties.items():
        file.add(name.replace("_", "-"), value)
    file.add_component(_rome())
    for entry in entries:
        file.add_component(entry)
    found: bytes = file.to_ical()
    return found


def as_written(moment: datetime) -> datetime:
    """A moment by the clocks of Italy; of the hour that comes twice in October its second coming in UTC.

    RFC 5545 reads a local time that comes twice as the first of the two.
    """
    local = timezone.localtime(moment)
    return local.astimezone(UTC) if local.fold else local


def _counted(event: Meeting, latest: Publication | None) -> tuple[int, datetime]:
    """How often what the event says has changed, and when it last did."""
    if latest is None:
        # Not published yet: an editor's preview.
        return 0, event.latest_revision_created_at or timezone.now()
    return latest.sequence, latest.changed_at


def _summary(event: Meeting, *, is_off: bool) -> str:
    title: str = event.title
    if is_off and event.starts_at is None and not event.cancelled:
        return _("Data da definire: %(title)s") % {"title": title}
    return _("Annullato: %(title)s") % {"title": title} if is_off else title


def _where(event: Meeting, submission: Submission | None) -> str:
    if event.where or not event.is_online:
        return clean_text(event.where)
    return (event.online_access(submission) if submission else "") or _("Online")


def _description(event: Meeting, submission: Submission | None) -> str:
    link = event.online_access(submission) if submission else ""
    if event.is_online and not link:
        online = _("Il collegamento arriva a chi ha il posto confermato.")
    else:
        online = _("Collegamento per partecipare online: %(link)s") % {"link": link} if link else ""
    lines = [
        event.cancellation_note if event.cancelled else "",
        event.abstract,
        _("Come arrivare: %(how)s") % {"how": event.way_there} if event.way_there else "",
        _("Che cosa portare: %(what)s") % {"what": event.what_to_bring} if event.what_to_bring else "",
        online,
        address(event),
        _(
            "Se non puoi più venire, annulla l’iscrizione dal collegamento personale che hai ricevuto per "
            "email: toglierla dal calendario non basta."
        )
        if submission is not None and submission.status == Status.ACCEPTED
        else "",
    ]
    return "\n\n".join(clean_text(line) for line in lines if line)


def address(page: Page) -> str:
    text: str = urljoin(settings.SITE_URL, page.get_url() or "/")
    return text


def _contact(event: Meeting) -> str:
    return ", ".join(
        clean_text(part) for part in (event.office, event.contact_email, event.contact_phone) if part
    )


def _organizer(event: Meeting) -> vCalAddress:
    """The office that answers for the event; the portal's own address where none is given."""
    address = event.contact_email or event.answered.contact_email
    address = address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return _person(address, event.office or settings.SITE_NAME)


def _attendee(submission: Submission) -> vCalAddress:
    """Who holds a seat has answered already: no calendar need ask, or write to the office."""
    attendee = _person(submission.email, submission.contact_name)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    # A parameter cannot hold a double quote.
    person.params["CN"] = vText(" ".join(clean_text(name).replace('"', "”").split()))
    return person


def clean_text(text: str) -> str:
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _rome() -> Timezone:
    """The rule by which clocks have changed in Italy since 1996, in the form that every calendar reads."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, month, before, after, hour in (
        (TimezoneDaylight(), "CEST", 3, winter, summer, 2),
        (TimezoneStandard(), "CET", 10, summer, winter, 3),
    ):
        last_sunday: dict[str, Any] = {"freq": "yearly", "bymonth": month, "byday": "-1su"}
        part.add("tzname", name)
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", vRecur(last_sunday))
        zone.add_component(part)
    return zone
