"""An event whose day is to be set anew leaves calendars, and its letters say so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import APPLICANT
from candidature.models import Submission
from candidature.process.workflow import transition
from candidature.published import telling
from eventi import invitations
from eventi.models import EventPage
from portal.models import OutboxMessage
from tests.candidature.factories import submitted
from tests.candidature.public.mailbox import read_letters
from tests.eventi.calendars import event, in_letter, letter_to, read, withdraw
from tests.istruttoria.desk.at_the_desk import typed
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db

STARTS = datetime(2035, 6, 10, 15, tzinfo=UTC)
WITHOUT_DAY: dict[str, Any] = {"starts_at": None, "ends_at": None}


@pytest.fixture
def page() -> EventPage:
    return event(capacity=2, starts_at=STARTS, ends_at=STARTS + timedelta(hours=2), place="Sala civica")


def republished(page: Any, **fields: Any) -> Any:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def told() -> dict[str, Any]:
    """The letters about the last change, by address."""
    telling.tell_due(timezone.now() + timedelta(minutes=6))
    return {letter.to[0]: letter for letter in read_letters()}


def words(letter: Any) -> str:
    return " ".join(str(letter.body).split())


def test_who_has_a_seat_loses_the_entry_of_the_day_told_last_and_reads_that_it_is_to_be_set(
    page: EventPage,
) -> None:
    person = submitted(page)
    invited = letter_to(person)
    assert invited

    republished(page, **WITHOUT_DAY)
    letter = told()[person.email]

    found = in_letter(letter)
    assert found
    method, entry = found
    assert method == "CANCEL"
    assert entry["SUMMARY"] == f"Data da definire: {page.title}"
    assert entry["UID"] == invited[1]["UID"]
    assert entry["SEQUENCE"] > invited[1]["SEQUENCE"]
    assert (entry.start, entry.end) == (STARTS, STARTS + timedelta(hours=2))
    assert "Quando: la data è da definire" in words(letter)
    assert "Prima era: domenica 10 giugno 2035" in words(letter)
    assert "Il file allegato toglie l’evento dal tuo calendario" in words(letter)
    assert "aggiorna il tuo calendario" not in words(letter)


def test_who_waits_or_comes_afterwards_gets_no_file_and_reads_of_none(page: EventPage) -> None:
    submitted(page)
    submitted(page)
    waits = submitted(page)
    read_letters()

    page = republished(page, **WITHOUT_DAY)
    letter = told()[waits.email]
    came = submitted(republished(page, capacity=9))

    assert in_letter(letter) is None
    assert "Resti in lista d’attesa" in words(letter)
    assert "file allegato" not in words(letter)
    assert letter_to(came) is None


def test_the_day_that_is_set_in_the_end_comes_into_the_calendar(page: EventPage) -> None:
    person = submitted(page)
    page = republished(page, **WITHOUT_DAY)
    ended = in_letter(told()[person.email])
    assert ended

    republished(page, starts_at=STARTS + timedelta(days=30))
    letter = told()[person.email]

    found = in_letter(letter)
    assert found
    assert found[0] == "REQUEST"
    assert found[1]["SEQUENCE"] > ended[1]["SEQUENCE"]
    assert found[1].start == STARTS + timedelta(days=30)
    assert "Il file allegato aggiorna il tuo calendario" in words(letter)
    assert "Prima era" not in words(letter)


@pytest.mark.parametrize("between", [False, True], ids=["at once", "after a while"])
def test_cancelled_without_a_day_it_leaves_calendars_too(page: EventPage, between: bool) -> None:
    person = submitted(page)
    if between:
        page = republished(page, **WITHOUT_DAY)
        told()

    republished(page, **WITHOUT_DAY, cancelled=True)
    letter = told()[person.email]

    found = in_letter(letter)
    assert found
    assert (found[0], found[1]["SUMMARY"]) == ("CANCEL", f"Annullato: {page.title}")
    assert ("Era previsto: domenica 10 giugno 2035" in words(letter)) is not between


def test_who_withdraws_after_the_day_went_loses_the_entry(page: EventPage) -> None:
    person = submitted(page)
    republished(page, **WITHOUT_DAY)
    read_letters()

    withdraw(person)

    found = letter_to(person)
    assert found
    assert found[0] == "CANCEL"


def test_an_event_that_never_had_a_day_is_in_no_calendar() -> None:
    page = event(**WITHOUT_DAY, place="Sala civica")
    person = submitted(page)

    republished(page, place="Biblioteca")
    letter = told()[person.email]

    assert in_letter(letter) is None
    assert "file allegato" not in words(letter)
    assert "Quando: la data è da definire" in words(letter)


@pytest.mark.parametrize("change", [{"place": "Biblioteca"}, WITHOUT_DAY], ids=["place", "day"])
def test_on_paper_there_is_no_attached_file(page: EventPage, change: dict[str, Any]) -> None:
    person = typed(page, committee_member(page))

    republished(page, **change)
    telling.tell_due(timezone.now() + timedelta(minutes=6))

    letter = OutboxMessage.objects.filter(related_to=person.reference).latest("pk")
    assert "Il tuo posto resta confermato." in letter.body
    assert "file allegato" not in letter.body


def test_of_a_family_in_one_mailbox_who_waits_gets_no_file_beside_the_invitation() -> None:
    page = event(capacity=1)
    first = submitted(page, email="casa@example.org", first_name="Ada")
    waits = submitted(page, email="casa@example.org", first_name="Ugo")

    republished(page, place="Biblioteca")

    invited = invitations.make(str(first.pk))
    assert invited
    assert read(invited.content)[0] == "REQUEST"
    assert invitations.make(str(waits.pk)) is None
    transition(first.pk, "withdraw", APPLICANT, expected_version=Submission.objects.get(pk=first.pk).version)
    waits.refresh_from_db()
    assert invitations.make(str(waits.pk))


@pytest.mark.parametrize("why", ["unpublished", "cancelled"])
def test_nobody_is_promised_the_next_seat_while_none_is_given(why: str) -> None:
    page = event(capacity=1)
    submitted(page)
    waits = submitted(page)
    assert page.place_in_line(waits) == 1

    if why == "unpublished":
        page.unpublish()
    else:
        republished(page, cancelled=True)

    assert EventPage.objects.get(pk=page.pk).place_in_line(waits) is None
