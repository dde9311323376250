"""The calendar file: everywhere the same entry, which updates itself and takes itself away."""

import zoneinfo
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from wagtail.models import Locale, PageViewRestriction

from candidature.actors import Actor
from candidature.models import Submission
from candidature.privacy import retention
from candidature.process.workflow import transition
from candidature.published.models import Publication
from candidature.statuses import Status
from eventi import calendar
from eventi.models import EventPage
from eventi.saying import SIGN_UPS
from tests.candidature.factories import overseer, submitted
from tests.candidature.public.journey import Journey
from tests.candidature.public.mailbox import read_letters
from tests.eventi.calendars import (
    event,
    in_letter,
    letter_to,
    of_page_and_letter,
    read,
    sequence_for,
    withdraw,
)

pytestmark = pytest.mark.django_db

ROME = zoneinfo.ZoneInfo("Europe/Rome")


def published(page: EventPage, **changes: Any) -> Any:
    found = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(found, name, value)
    found.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def download(client: Client, page: EventPage) -> tuple[str, Any]:
    answer = client.get(f"{page.url}calendario/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar; charset=utf-8")
    return read(answer.content)


def test_the_public_file_says_when_where_and_where_to_read_on(client: Client) -> None:
    starts = datetime(2031, 7, 3, 17, 30, tzinfo=ROME)
    page = event(
        title="La casa; che vorrei, \\ tutta",
        starts_at=starts,
        ends_at=starts + timedelta(days=1, hours=2),
        place="Sala civica",
        address="Piazza Grande 1, Cortona",
        directions="Bus 7\nfermata Duomo",
        what_to_bring="Penna",
        contact_email="ufficio@example.org",
        office="Ufficio «pace»",
        online_url="https://riunioni.example/stanza",
    )

    method, entry = download(client, page)

    assert method == "PUBLISH"
    assert entry["SUMMARY"] == page.title
    assert entry["DTSTART"].params["TZID"] == "Europe/Rome"
    assert (entry.start, entry.end) == (page.starts_at, page.ends_at)
    assert entry["LOCATION"] == "Sala civica, Piazza Grande 1, Cortona"
    for said in ("Come arrivare: Bus 7\nfermata Duomo", "Che cosa portare: Penna", page.url):
        assert said in entry["DESCRIPTION"]
    assert str(entry["ORGANIZER"]) == "mailto:ufficio@example.org"
    assert "ufficio@example.org" in entry["CONTACT"]
    assert "riunioni.example" not in entry.to_ical().decode()
    assert f'href="{page.url}calendario/"' in client.get(page.url).content.decode()


def test_clocks_change_in_the_file_when_they_change_in_italy() -> None:
    page = event()
    zone: Any = Calendar.from_ical(calendar.public(page)).walk("VTIMEZONE")[0]
    read_by_others = zone.to_tz()

    for year in (2026, 2031, 2040):
        for month in range(1, 13):
            for day in (1, 15, 28):
                at = datetime(year, month, day, 12)
                assert at.replace(tzinfo=read_by_others).utcoffset() == at.replace(tzinfo=ROME).utcoffset()


@pytest.mark.parametrize("starts_at", ["2026-03-29T00:30Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z"])
def test_a_night_on_which_clocks_change_lasts_as_long_as_it_does(starts_at: str) -> None:
    begins = datetime.fromisoformat(starts_at)
    ends = begins + timedelta(hours=1)

    _method, entry = read(calendar.public(EventPage(title="Notte", starts_at=begins, ends_at=ends)))

    # As RFC 5545 has it: of a time that comes twice, the first.
    assert entry.decoded("DTSTART").replace(fold=0).timestamp() == begins.timestamp()
    assert entry.decoded("DTEND").replace(fold=0).timestamp() == ends.timestamp()


@pytest.mark.parametrize(
    "title",
    [
        "🎉" * 60,
        "à" * 200,
        "Riga\u2028separata\u0085e\x0bverticale\x00fine",
        "ESEMPIO:BEGIN:VEVENT",
        "x" * 250,
        "שלום " * 30,
        'Un "titolo"; con, tutto\\n',
    ],
)
def test_odd_titles_break_no_line_and_come_back_as_they_were(title: str) -> None:
    page = EventPage(title=title, starts_at=datetime(2031, 1, 1, 9, tzinfo=ROME), office=title)

    _method, entry = read(calendar.public(page))

    assert entry["SUMMARY"] == title.replace("\x0b", " ").replace("\x00", " ").strip()


def test_who_has_a_seat_is_invited_and_only_they_get_the_way_in_from_afar(client: Client) -> None:
    page = event(mode="online", online_url="https://riunioni.example/stanza", capacity=1)
    first, second = submitted(page, first_name='Ada "Lina"', email="ada@example.org"), submitted(page)
    letters = {letter.to[0]: in_letter(letter) for letter in read_letters()}

    invited = letters[first.email]
    assert invited
    method, entry = invited

    assert method == "REQUEST"
    assert str(entry["ATTENDEE"]) == "mailto:ada@example.org"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert entry["LOCATION"] == "https://riunioni.example/stanza"
    assert "/candidature/" not in entry.to_ical().decode()
    assert entry["UID"] == download(client, page)[1]["UID"]
    assert letters[second.email] is None


def test_withdrawing_takes_the_entry_away_and_losing_the_seat_too() -> None:
    page = event(capacity=None)
    withdrawn, revoked, never = submitted(page), submitted(page), submitted(event(admission="moderated"))
    invitations = {letter.to[0]: in_letter(letter) for letter in read_letters()}
    withdraw(withdrawn)
    revoked.refresh_from_db()
    officer = Actor.staff(overseer())
    transition(revoked.pk, "revoke", officer, expected_version=revoked.version, reason="Doppione.")
    withdraw(never)

    ended = {letter.to[0]: in_letter(letter) for letter in read_letters()}

    for person in (withdrawn, revoked):
        invitation, end = invitations[person.email], ended[person.email]
        assert invitation
        assert end
        assert end[0] == "CANCEL"
        assert end[1]["UID"] == invitation[1]["UID"]
        assert end[1]["SEQUENCE"] > invitation[1]["SEQUENCE"]
        assert str(end[1]["ATTENDEE"]) == f"mailto:{person.email}"
    assert ended[never.email] is None


def test_of_two_at_one_address_the_entry_stays_while_one_still_comes() -> None:
    page = event(capacity=None)
    first = submitted(page, email="casa@example.org", first_name="Ada")
    second = submitted(page, email="casa@example.org", first_name="Ugo")
    read_letters()

    withdraw(first)
    assert letter_to(first) is None
    withdraw(second)

    ended = letter_to(second)
    assert ended
    assert ended[0] == "CANCEL"


@pytest.mark.parametrize("is_erased", [False, True], ids=["kept", "erased"])
def test_whoever_cancels_and_signs_up_again_is_invited_by_a_later_file(is_erased: bool) -> None:
    page = event(capacity=None)
    seen: list[int] = []
    for _round in range(3):
        submission = submitted(page, email="Ada@example.org" if seen else "ada@example.org")
        seen.append(sequence_for(submission))
        assert of_page_and_letter(submission) == seen[-1]
        withdraw(submission)
        seen.append(sequence_for(submission))
        if is_erased:
            retention.erase(submission)

    assert seen == sorted(set(seen))


def test_the_files_of_two_in_one_mailbox_count_together_whoever_of_them_is_erased() -> None:
    page = event(capacity=None)
    first = submitted(page, email="casa@example.org", first_name="Ada")
    seen = [sequence_for(first)]
    second = submitted(page, email="casa@example.org", first_name="Ugo")
    seen.append(sequence_for(second))
    assert of_page_and_letter(first) == of_page_and_letter(second) == seen[-1]

    withdraw(second)
    assert letter_to(second) is None
    seen.append(of_page_and_letter(first))
    retention.erase(Submission.objects.get(pk=second.pk))
    seen.append(of_page_and_letter(first))
    third = submitted(page, email="casa@example.org", first_name="Ida")
    seen.append(sequence_for(third))
    withdraw(third)
    assert letter_to(third) is None
    withdraw(first)
    ended = letter_to(first)
    assert ended
    assert ended[0] == "CANCEL"
    seen.append(int(ended[1]["SEQUENCE"]))

    assert seen == sorted(set(seen))


def test_who_waits_where_somebody_cancelled_gets_a_file_that_is_later_than_the_end() -> None:
    page = event(capacity=1)
    came = submitted(page, email="casa@example.org", first_name="Ada")
    submitted(page, email="altra@example.org")
    read_letters()
    withdraw(came)
    (ended,) = [one for one in read_letters() if one.to == ["casa@example.org"]]
    found = in_letter(ended)
    assert found

    waits = submitted(page, email="casa@example.org", first_name="Ugo")
    assert waits.status == Status.RESERVE
    waits_with = page.calendar_file(waits)
    assert waits_with

    assert read(waits_with)[1]["SEQUENCE"] > found[1]["SEQUENCE"]
    came.refresh_from_db()
    assert page.calendar_file(came) == calendar.public(page)


def test_each_published_change_makes_the_file_a_later_one_and_a_draft_does_not(client: Client) -> None:
    page: Any = event(place="Sala civica", title="Laboratorio")
    _method, first = download(client, page)
    steps: list[dict[str, Any]] = [
        {"place": "Teatro"},
        {"title": "Laboratorio aperto"},
        {"starts_at": page.starts_at + timedelta(hours=1), "ends_at": page.ends_at + timedelta(hours=1)},
        {"cancelled": True},
    ]
    seen = [first["SEQUENCE"]]
    for changes in steps:
        page = published(page, **changes)
        seen.append(download(client, page)[1]["SEQUENCE"])
    page.place = "Altrove"
    page.save_revision()
    published(page, costs="Niente")

    _method, last = download(client, page)

    assert seen == sorted(set(seen))
    assert last["SEQUENCE"] == seen[-1]
    assert last["STATUS"] == "CANCELLED"
    assert last["UID"] == first["UID"]
    assert last["LOCATION"] == "Teatro"


@pytest.mark.parametrize(
    "changes",
    [
        {"abstract": "Un’altra frase."},
        {"directions": "Bus 9"},
        {"what_to_bring": "Penna"},
        {"cancellation_note": "La sala è chiusa."},
        {"office": "Un altro ufficio"},
        {"contact_email": "altro@example.org"},
        {"contact_phone": "0575 000000"},
    ],
    ids=lambda changes: "".join(changes),
)
def test_whatever_the_file_says_makes_it_a_later_one_and_writes_to_nobody(changes: dict[str, str]) -> None:
    page = event(cancelled=True)
    first = read(calendar.public(page))[1]

    last = read(calendar.public(published(page, **changes)))[1]

    assert last["SEQUENCE"] == first["SEQUENCE"] + 1
    assert Publication.objects.get(page=page, audience=SIGN_UPS).tell_at is None
    (said,) = changes.values()
    assert said in last.to_ical().decode().replace("\r\n ", "")


def test_the_personal_page_offers_the_file_that_agrees_with_the_invitation(client: Client) -> None:
    page = event(mode="online", online_url="https://riunioni.example/stanza")
    journey = Journey(page, client)
    journey.start()
    journey.send()
    invited = letter_to(Submission.objects.get())
    address = journey.url("calendar")
    assert address in journey.get("follow").content.decode()
    assert address in journey.get("receipt").content.decode()

    answer = client.get(address)

    assert answer["Cache-Control"] == "no-store"
    method, entry = read(answer.content)
    assert method == "PUBLISH"
    assert invited
    assert (entry["UID"], entry["SEQUENCE"]) == (invited[1]["UID"], invited[1]["SEQUENCE"])
    assert "riunioni.example" in entry["DESCRIPTION"]
    assert journey.follow_token not in answer.content.decode()


def test_what_has_no_day_or_is_not_public_has_no_file(client: Client) -> None:
    undated, hidden, draft = event(starts_at=None, ends_at=None), event(), event()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    draft.unpublish()

    assert client.get(f"{undated.url}calendario/").status_code == 404
    assert client.get(f"{hidden.url}calendario/").status_code == 302
    assert client.get(f"{draft.url}calendario/").status_code == 404


def test_the_number_in_the_waiting_list_goes_down_and_shows_nobody_else(client: Client) -> None:
    page = event(capacity=1)
    holder, ahead = submitted(page), submitted(page, last_name="Davanti", email="davanti@example.org")
    journey = Journey(page, client)
    journey.start()
    journey.send()
    (letter,) = [one for one in read_letters() if one.to == ["ada@example.org"]]
    assert "il tuo numero in lista è 2" in str(letter.body)
    assert "lista d’attesa è 2" in journey.get("follow").content.decode()

    withdraw(ahead)
    shown = journey.get("follow").content.decode()
    assert "il primo posto che si libera è per te" in shown
    assert "davanti" not in shown.lower()

    withdraw(holder)
    assert "il primo posto che si libera" not in journey.get("follow").content.decode()


def test_in_every_language_it_is_the_same_entry_with_the_same_number(client: Client) -> None:
    page = event(title="Laboratorio")
    english, _made = Locale.objects.get_or_create(language_code="en")
    copy = page.copy_for_translation(english, copy_parents=True)
    copy.title = "Workshop"
    copy.save_revision().publish()
    published(page, starts_at=page.starts_at + timedelta(days=1) if page.starts_at else None, ends_at=None)

    _method, original = read(calendar.public(EventPage.objects.get(pk=page.pk)))
    _method, translation = read(calendar.public(EventPage.objects.get(pk=copy.pk)))

    assert translation["SUMMARY"] == "Workshop"
    for name in ("UID", "SEQUENCE", "DTSTAMP", "DTSTART"):
        assert translation[name].to_ical() == original[name].to_ical()
    assert original["SEQUENCE"] == 1
