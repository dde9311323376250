"""What a calendar reads in a file, by the rules of RFC 5545 and RFC 5546, and which files a sign-up has."""

from typing import Any

from icalendar import Calendar
from wagtail.models import Site

from candidature.actors import APPLICANT
from candidature.models import Submission
from candidature.process.workflow import transition
from eventi import invitations
from eventi.models import EventPage
from tests.candidature.factories import EventPageFactory
from tests.candidature.public.mailbox import read_letters


def read(content: bytes) -> tuple[str, Any]:
    """The method and the one entry of a file, after a look at what every file must be."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # A fold never cuts a character in two.
    file = Calendar.from_ical(content)
    assert (str(file["VERSION"]), file["PRODID"] != "") == ("2.0", True)
    (entry,) = file.walk("VEVENT")
    assert not entry.errors
    method = str(file["METHOD"])
    once = ["UID", "DTSTAMP", "ORGANIZER", "SEQUENCE"]
    once += ["SUMMARY", "DTSTART"] if method != "CANCEL" else []
    for name in once:
        assert name in entry, name
        assert not isinstance(entry[name], list), name
    assert str(entry["ORGANIZER"]).startswith("mailto:")
    assert ("ATTENDEE" in entry) is (method in ("REQUEST", "CANCEL"))
    if method == "CANCEL":
        assert entry["STATUS"] == "CANCELLED"
    zones = {str(zone["TZID"]) for zone in file.walk("VTIMEZONE")}
    for name in ("DTSTART", "DTEND"):
        if name in entry and entry[name].params.get("TZID") not in zones:
            assert str(entry.decoded(name)).endswith("+00:00")
    return method, entry


def in_letter(letter: Any) -> tuple[str, Any] | None:
    """The calendar file of a letter; the method is in its type too, where mailboxes look for it."""
    parts = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    (part,) = parts
    method, entry = read(part.get_payload(decode=True))
    assert part.get_param("method") == method
    return method, entry


def entries(content: bytes) -> list[str]:
    """The summaries of all entries of a file."""
    return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(content).walk("VEVENT")]


def event(**facts: Any) -> EventPage:
    made: EventPage = EventPageFactory.create(parent=Site.objects.get().root_page, steps="[]", **facts)
    return made


def letter_to(submission: Submission) -> tuple[str, Any] | None:
    (letter,) = [one for one in read_letters() if one.to == [submission.email]]
    return in_letter(letter)


def withdraw(submission: Submission) -> None:
    submission.refresh_from_db()
    transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)


def sequence_for(submission: Submission) -> int:
    found = letter_to(submission)
    assert found
    return int(found[1]["SEQUENCE"])


def of_page_and_letter(submission: Submission) -> int:
    """The number in the file of the personal page, which is that of what a letter would carry."""
    submission.refresh_from_db()
    page = EventPage.objects.get(pk=submission.page_id)
    download, attachment = page.calendar_file(submission), invitations.make(str(submission.pk))
    assert download
    assert attachment
    numbers = {int(read(content)[1]["SEQUENCE"]) for content in (download, attachment.content)}
    assert len(numbers) == 1
    return numbers.pop()
