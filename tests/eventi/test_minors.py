"""Who is under age signs up, and the seat that the portal gave by itself ends with a guardian's no."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.confirmations import answering, naming
from candidature.confirmations.applications import Application, Closed
from candidature.confirmations.naming import Named
from candidature.intake import desk, drafts
from candidature.models import Confirmation, Submission
from candidature.statuses import Status
from candidature.submissions.channels import Channel
from candidature.submissions.form_versions import digest_of
from eventi import invitations
from eventi.models import EventPage, Seat
from moduli import freeze
from portal.models import OutboxMessage
from portal.people.ages import birthday
from tests.candidature.confirmations.asking import confirm, decline
from tests.candidature.factories import EventPageFactory, identity, submitted
from tests.candidature.public.journey import form_of
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import GUARDIAN, answer, letter_to, sent_by_minor
from tests.home.factories import make_home
from tests.istruttoria.people import committee_member
from tests.moduli.builders import block
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


def event(**fields: Any) -> EventPage:
    """An event for citizens from 16 on, whose guardians confirm."""
    values: dict[str, Any] = {
        "capacity": 1,
        "place": "Sala civica",
        "steps": form_of([block("short_text", "a", label="Domanda", required=False)]),
        "allowed_applicants": "citizen",
        "minimum_age": 16,
        "guardian_confirms": True,
        **fields,
    }
    made: EventPage = EventPageFactory.create(**values)
    return made


def minor(app: Any, page: EventPage) -> Submission:
    """Somebody of 17 who comes after whoever is there."""
    sent_by_minor(app, page)
    return Submission.objects.filter(page=page).latest("pk")


def adult(page: EventPage) -> Submission:
    born = birthday(timezone.localdate(), -40)
    found: Submission = submitted(page, birth_date=born, applicant_kind="citizen")
    read_letters()
    return found


def test_a_guardians_no_gives_the_seat_to_who_waits(django_app: DjangoTestApp) -> None:
    page = event()
    young = minor(django_app, page)
    waiting = adult(page)
    assert (young.status, waiting.status) == (Status.ACCEPTED, Status.RESERVE)

    decline(Confirmation.objects.get(), "È all’estero.")

    young.refresh_from_db()
    waiting.refresh_from_db()
    assert (young.status, waiting.status) == (Status.REJECTED, Status.ACCEPTED)
    assert Seat.objects.get().submission == waiting


def test_the_log_says_who_ended_it_and_one_letter_tells_it(django_app: DjangoTestApp) -> None:
    young = minor(django_app, event())
    read_letters()

    decline(Confirmation.objects.get(), "È all’estero.")

    young.refresh_from_db()
    last = young.log.latest("pk")
    assert (last.action, last.actor_label) == ("guardian_declined", "Genitore o chi ne fa le veci")
    letter = OutboxMessage.objects.get(status=OutboxMessage.Status.PENDING)
    assert letter.recipient == "ada@example.org"
    assert "non conferma" in letter.body
    assert "Manca ancora" not in letter.body
    made = invitations.make(str(young.pk))
    assert made is not None
    assert b"METHOD:CANCEL" in made.content


def test_who_does_not_want_to_be_asked_says_no_too(django_app: DjangoTestApp) -> None:
    young = minor(django_app, event())

    answering.object_to(Confirmation.objects.get(), at=timezone.now())

    young.refresh_from_db()
    assert young.status == Status.REJECTED


def test_a_guardian_who_confirmed_may_take_it_back(django_app: DjangoTestApp) -> None:
    young = minor(django_app, event())
    confirm(Confirmation.objects.get())

    decline(Confirmation.objects.get())

    young.refresh_from_db()
    assert young.status == Status.REJECTED


def test_who_waits_for_a_seat_waits_no_longer(django_app: DjangoTestApp) -> None:
    page = event()
    adult(page)
    young = minor(django_app, page)
    assert young.status == Status.RESERVE

    decline(Confirmation.objects.get())

    young.refresh_from_db()
    assert young.status == Status.REJECTED


def test_where_a_committee_gives_the_seats_it_decides(django_app: DjangoTestApp) -> None:
    young = minor(django_app, event(admission="moderated"))

    decline(Confirmation.objects.get())

    young.refresh_from_db()
    assert young.status == Status.RECEIVED
    last = OutboxMessage.objects.filter(related_to=young.reference).latest("pk")
    assert "non conferma" in last.body


def test_a_guardian_reads_what_a_no_does_and_that_it_did(django_app: DjangoTestApp) -> None:
    minor(django_app, event())
    shown = django_app.get(links_in(letter_to(GUARDIAN, read_letters()))[0])
    assert "il posto torna libero" in shown.text

    shown = answer(shown, "decline")

    assert "il posto è tornato libero" in shown.text


@pytest.mark.parametrize("how", ["said no", "cancelled", "open"])
def test_nobody_else_is_named_once_the_sign_up_has_ended(django_app: DjangoTestApp, how: str) -> None:
    page = event(parent=make_home())
    minor(django_app, page)
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    shown = django_app.get(personal)
    named = shown.click("Chiedi di nuovo o correggi")
    if how == "said no":
        decline(Confirmation.objects.get())
    elif how == "cancelled":
        EventPage.objects.filter(pk=page.pk).update(cancelled=True)
    OutboxMessage.objects.all().delete()
    Confirmation.objects.update(asked_at=timezone.now() - timedelta(days=1))

    assert ("Chiedi di nuovo o correggi" in django_app.get(personal).text) == (how == "open")
    answer(named, "again")
    assert OutboxMessage.objects.exists() == (how == "open")


def test_no_seat_is_given_to_what_is_typed_at_the_desk_against_a_guardians_no() -> None:
    page = event(capacity=5)
    clerk = committee_member(page)
    entry = desk.begin(page, Channel.PAPER, timezone.now(), clerk)
    born = birthday(timezone.localdate(), -17)
    drafts.save_identity(entry.typed, identity(email="", birth_date=born))
    naming.name_guardian(entry.typed, Named("Carla Prova", GUARDIAN))
    decline(Confirmation.objects.get())

    shown = digest_of(freeze(page.steps))
    young = desk.submit(entry, at=timezone.now(), notice_id=page.privacy_notice_id, shown=shown, by=clerk)

    assert young.status == Status.RECEIVED
    assert not Seat.objects.exists()


def test_the_letter_of_the_seat_says_that_somebody_is_still_to_confirm(django_app: DjangoTestApp) -> None:
    young = minor(django_app, event())

    letter = OutboxMessage.objects.get(related_to=young.reference, key__endswith=":seat_confirmed")

    assert "Manca ancora la conferma" in letter.body


@pytest.mark.parametrize("how", ["cancelled", "over"])
def test_nobody_is_asked_about_an_event_that_does_not_take_place(django_app: DjangoTestApp, how: str) -> None:
    page = event()
    young = minor(django_app, page)
    past = timezone.now() - timedelta(hours=1)
    EventPage.objects.filter(pk=page.pk).update(
        **({"cancelled": True} if how == "cancelled" else {"starts_at": past, "ends_at": past})
    )
    one = Confirmation.objects.get()

    assert Application.of(one).closed_to(one, timezone.now()) == Closed.ENDED
    with pytest.raises(answering.NotAwaitedError):
        decline(one)
    young.refresh_from_db()
    assert young.status == Status.ACCEPTED


def test_the_event_is_locked_before_what_was_sent(django_app: DjangoTestApp) -> None:
    minor(django_app, event())

    with locks_asked() as asked:
        decline(Confirmation.objects.get())

    assert asked[:2] == ["eventi_eventpage", "candidature_submission"]
