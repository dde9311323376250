"""Whoever signed up is told, once for each published change, that the event moved or does not take place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from candidature.actors import APPLICANT, Actor
from candidature.models import LogEntry, Publication, Submission
from candidature.process import promised_days
from candidature.process.workflow import transition
from candidature.published import noting, telling
from candidature.statuses import Status
from eventi.models import EventPage
from istruttoria import trail
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from tests.candidature.factories import EventPageFactory, overseer, submitted
from tests.eventi.calendars import in_letter
from tests.istruttoria.desk.at_the_desk import typed
from tests.istruttoria.people import committee_member

pytestmark = pytest.mark.django_db

# Far from any change of the clocks, and the same at whatever time the tests run.
STARTS = datetime(2035, 6, 10, 15, tzinfo=UTC)


@pytest.fixture
def event() -> Any:
    return EventPageFactory.create(
        parent=Site.objects.get().root_page,
        title="La casa che vorrei",
        steps="[]",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=2),
        place="Sala civica",
        address="Via Roma, 1",
        capacity=2,
    )


def publish(page: Any, **changes: Any) -> Any:
    found = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(found, name, value)
    found.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def promised(submission: Submission) -> Any:
    submission.refresh_from_db()
    return submission.respond_by


@pytest.mark.parametrize(
    ("days", "moved"),
    [(-3, True), (3, False)],
)
def test_the_answer_that_a_committee_promised_comes_no_later_than_the_event_moved_earlier(
    event: Any, days: int, moved: bool
) -> None:
    day = timezone.localtime(STARTS).date()
    event = publish(event, admission=EventPage.Admission.MODERATED, closes_at=STARTS - timedelta(days=9))
    late, soon, answered = (submitted(event) for _one in range(3))
    Submission.objects.update(respond_by=day)
    Submission.objects.filter(pk=soon.pk).update(respond_by=day - timedelta(days=8))
    Submission.objects.filter(pk=answered.pk).update(status=Status.REJECTED)
    starts_at = STARTS + timedelta(days=days)
    publish(event, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))

    assert promised(late) == day
    telling.tell_due(later())

    assert promised(late) == (day + timedelta(days=days) if moved else day)
    assert promised(soon) == day - timedelta(days=8)
    assert promised(answered) == day
    entries = LogEntry.objects.filter(action=promised_days.BROUGHT_FORWARD)
    assert [entry.submission_id for entry in entries] == ([late.pk] if moved else [])
    assert ["7 giugno 2035" in line.what for line in trail.in_words(entries)] == ([True] if moved else [])


def later(minutes: float = 6) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def told() -> list[Any]:
    """What reaches mailboxes once the worker has had its turn."""
    telling.tell_due(later())
    mail.outbox.clear()
    outbox.deliver_due()
    return list(mail.outbox)


def signed_up(page: Any, number: int = 1) -> list[Submission]:
    people = [submitted(page, answers={}) for _person in range(number)]
    outbox.deliver_due()
    return people


def test_who_has_a_seat_and_who_waits_read_the_old_and_the_new_date_with_the_calendar(event: Any) -> None:
    first, second, waiting = signed_up(event, 3)
    publish(event, starts_at=STARTS + timedelta(days=7), ends_at=STARTS + timedelta(days=7, hours=2))

    letters = told()

    assert {letter.to[0] for letter in letters} == {first.email, second.email, waiting.email}
    for letter in letters:
        body = " ".join(str(letter.body).split())
        assert "È cambiata la data" in letter.subject
        assert "17 giugno 2035" in body
        assert "10 giugno 2035" in body
        assert "annulla l’iscrizione" in body
        assert "/candidature/segui/" in body
        found = in_letter(letter)
        assert found
        method, entry = found
        assert method == ("PUBLISH" if letter.to == [waiting.email] else "REQUEST")
        assert entry.start == STARTS + timedelta(days=7)
    assert told() == []


def test_the_place_and_both_have_letters_of_their_own(event: Any) -> None:
    signed_up(event)
    page = publish(event, place="Teatro", address="Piazza Grande 2")
    (moved,) = told()
    publish(page, place="Biblioteca", starts_at=STARTS - timedelta(days=1))
    (both,) = told()

    assert "È cambiato il luogo" in moved.subject
    assert "Teatro, Piazza Grande 2" in moved.body
    assert "Sala civica, Via Roma, 1" in moved.body
    assert "Sono cambiati la data e il luogo" in both.subject
    assert "Biblioteca" in both.body
    assert "Teatro" in both.body
    assert "Sala civica" not in both.body


def test_who_withdrew_was_refused_or_came_after_the_change_is_not_told(event: Any) -> None:
    gone, _other = signed_up(event, 2)
    transition(gone.pk, "withdraw", APPLICANT, expected_version=gone.version)
    refused = submitted(event, answers={})
    officer = Actor.staff(overseer())
    transition(refused.pk, "revoke", officer, expected_version=refused.version, reason="Doppione.")
    outbox.deliver_due()
    publish(event, place="Teatro")
    late = submitted(event, answers={})
    outbox.deliver_due()

    recipients = {letter.to[0] for letter in told()}

    assert recipients == {_other.email}
    assert late.email not in recipients


def test_a_draft_tells_nobody_and_a_publishing_at_a_set_time_does(event: Any) -> None:
    signed_up(event)
    draft = EventPage.objects.get(pk=event.pk)
    draft.place = "Teatro"
    revision = draft.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    assert told() == []

    revision.publish()

    assert len(told()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "  sala  CIVICA "},
        {"address": "via Roma 1"},
        {"title": "La casa che vorremmo"},
        {"what_to_bring": "Una penna"},
        {"capacity": 5},
        {"starts_at": STARTS + timedelta(seconds=20)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_is_only_written_otherwise_or_is_no_appointment_tells_nobody(event: Any, changes: Any) -> None:
    signed_up(event)
    publish(event, **changes)

    assert told() == []


def test_a_slip_corrected_at_once_is_never_told_and_a_second_change_joins_the_first(event: Any) -> None:
    signed_up(event)
    page = publish(event, place="Taetro")
    publish(page, place="Sala civica")
    assert told() == []

    page = publish(page, place="Taetro")
    publish(page, place="Teatro")
    (letter,) = told()

    assert "Taetro" not in letter.body
    assert "Sala civica" in letter.body


def test_two_changes_far_apart_are_two_letters_the_second_from_what_the_first_told(event: Any) -> None:
    signed_up(event)
    page = publish(event, place="Teatro")
    told()
    publish(page, place="Biblioteca")

    (letter,) = told()

    assert "Teatro" in letter.body
    assert "Sala civica" not in letter.body


def test_what_is_published_while_people_are_told_is_told_after_it(
    event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_up(event)
    page = publish(event, place="Teatro")
    audience = telling._audiences["sign_ups"]

    def tell_slowly(row: Publication, now: datetime) -> None:
        audience.tell(row, now)
        # Back where it was before those who are being told were told.
        publish(page, place="Sala civica")

    slow = telling.Audience("sign_ups", tell_slowly, audience.announce)
    monkeypatch.setitem(telling._audiences, "sign_ups", slow)
    telling.tell_due(later())
    monkeypatch.setitem(telling._audiences, "sign_ups", audience)
    telling.tell_due(later())

    subjects = OutboxMessage.objects.filter(key__contains=":relocated:").order_by("pk")
    assert [("Dove: Sala civica" in one.body) for one in subjects] == [False, True]


def test_an_event_that_is_over_or_off_the_site_tells_nobody(event: Any) -> None:
    signed_up(event)
    EventPage.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    page = publish(event, place="Corretto per l’archivio")
    assert told() == []

    page = publish(page, starts_at=STARTS, ends_at=None)
    page.unpublish()
    assert told() == []
    publish(page)
    (letter,) = told()
    assert "Corretto per l’archivio" in letter.body


def test_a_cancelled_event_is_told_once_takes_itself_out_of_calendars_and_can_come_back(event: Any) -> None:
    first, _second, waiting = signed_up(event, 3)
    page = publish(event, cancelled=True, cancellation_note="Si rifà in primavera.")
    letters = {letter.to[0]: letter for letter in told()}
    assert len(letters) == 3
    for letter in letters.values():
        assert "L’evento è annullato" in letter.subject
        assert "Si rifà in primavera." in letter.body
    assert in_letter(letters[first.email])[0] == "CANCEL"  # type: ignore[index]
    assert in_letter(letters[waiting.email])[0] == "PUBLISH"  # type: ignore[index]
    cancelled = in_letter(letters[first.email])[1]["SEQUENCE"]  # type: ignore[index]

    page = publish(page, starts_at=STARTS + timedelta(days=30), ends_at=None)
    assert told() == []
    publish(page, cancelled=False)
    back = {letter.to[0]: letter for letter in told()}[first.email]

    assert "L’evento si tiene" in back.subject
    assert "10 luglio 2035" in back.body
    method, entry = in_letter(back)  # type: ignore[misc]
    assert method == "REQUEST"
    assert entry["SEQUENCE"] > cancelled


def test_a_new_way_in_from_afar_is_for_who_has_a_seat(event: Any) -> None:
    page = publish(event, mode="online", online_url="https://riunioni.example/prima")
    first, second, _waiting = signed_up(event, 3)
    told()
    publish(page, online_url="https://riunioni.example/dopo")

    letters = told()

    assert {letter.to[0] for letter in letters} == {first.email, second.email}
    assert all("https://riunioni.example/dopo" in letter.body for letter in letters)


@pytest.mark.parametrize("changes", [{"place": "Teatro"}, {"cancelled": True}])
def test_who_signed_up_at_the_desk_without_an_address_gets_a_letter_to_be_handed_over(
    event: Any, changes: dict[str, Any]
) -> None:
    signed_up(event)
    at_the_desk = typed(event, committee_member(event))
    OutboxMessage.objects.all().delete()
    publish(event, **changes)
    row = Publication.objects.get(page=event.pk, audience="sign_ups")
    said = telling._audiences["sign_ups"].announce(row)

    assert len(told()) == 1
    waiting = OutboxMessage.objects.get(status=OutboxMessage.Status.BY_HAND)
    assert waiting.related_to == at_the_desk.reference
    assert "La casa che vorrei" in waiting.subject
    assert "2 persone iscritte ricevono una lettera" in said
    assert "1 non ha un indirizzo email: la sua lettera sarà tra quelle da consegnare a mano" in said


def test_many_are_told_in_a_bounded_number_of_queries_and_a_run_cut_off_tells_nobody_twice(
    event: Any,
) -> None:
    (one,) = signed_up(event)
    many = list(range(120))
    Submission.objects.bulk_create(
        Submission(
            **{
                field.attname: getattr(one, field.attname)
                for field in Submission._meta.concrete_fields
                if field.attname not in ("id", "reference", "email", "status")
            },
            reference=f"CS-2035-TEST-{number:04}",
            email=f"p{number}@example.org",
            status=Status.RESERVE,
        )
        for number in many
    )
    publish(event, place="Teatro")
    row = Publication.objects.get(page=event.pk, audience="sign_ups")

    with CaptureQueriesContext(connection) as queries:
        telling._audiences["sign_ups"].tell(row, later())
    telling.tell_due(later())

    assert len(queries) <= 40
    assert OutboxMessage.objects.filter(key__contains=":relocated:").count() == len(many) + 1


def test_two_workers_at_the_same_moment_tell_everybody_once(committed_db: None, event: Any) -> None:
    signed_up(event, 3)
    publish(event, place="Teatro")

    def work(_number: int) -> None:
        try:
            telling.tell_due(later())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))

    written = OutboxMessage.objects.filter(key__contains=":relocated:").values_list("recipient", flat=True)
    assert len(written) == len(set(written)) == 3
    assert Publication.objects.get(page=event.pk, audience="sign_ups").tell_at is None


def test_who_publishes_waits_for_no_letter_and_reads_how_many_are_told(event: Any, client: Client) -> None:
    signed_up(event, 2)
    client.force_login(User.objects.create_superuser("capo@example.org", "una frase lunga abbastanza"))
    address = reverse("wagtailadmin_pages:edit", args=[event.pk])
    data = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"steps": streamfield([]), "body": streamfield([])}))
    data.update({"place": "Teatro", "action-publish": "1"})

    answer = client.post(address, data, follow=True)

    assert "2 persone iscritte ricevono una lettera" in answer.content.decode()
    assert not OutboxMessage.objects.filter(key__contains=":relocated:").exists()
    assert telling.tell_due(later(minutes=4)) == 0
    # As the sentence says.
    assert timedelta(minutes=5) == noting.PAUSE
