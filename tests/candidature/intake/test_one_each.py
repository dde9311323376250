"""A page that takes one from each knows who sends again, and nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from candidature.actors import APPLICANT, Actor
from candidature.intake import sending
from candidature.intake.sending import AlreadySentError
from candidature.models import CallPage, SenderMark, Submission
from candidature.privacy import retention
from candidature.process.workflow import transition
from candidature.submissions.channels import Channel
from eventi.models import EventPage
from portal.people import addresses
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    draft_token,
    overseer,
    question,
    steps,
    submitted,
)
from tests.candidature.intake.intake import completed
from tests.candidature.public.journey import Journey, hidden

pytestmark = pytest.mark.django_db

PERSON, OTHER_PERSON = "RSSMRA80A01H501U", "BNCNNA85T50D612P"
VAT, OTHER_VAT = "01234560108", "00743110157"


@pytest.fixture
def call() -> CallPage:
    codes = [
        question("tax_code", "tax", "Codice fiscale", required=False, holder="either"),
        question("vat_number", "vat", "Partita IVA", required=False),
    ]
    made: CallPage = CallPageFactory.create(steps=steps(*codes))
    return made


@pytest.fixture
def event() -> EventPage:
    made: EventPage = EventPageFactory.create(capacity=50)
    return made


def ada(page: Any, **changes: Any) -> Submission:
    who = {"first_name": "Ada", "last_name": "Prova", "email": "ada@example.org", "answers": {}, **changes}
    if not isinstance(page, CallPage):
        who["answers"] = None
    return submitted(page, **who)


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"first_name": "Bea"},
        {"email": "ADA@Example.org"},
        {"email": "ada+due@example.org"},
        {"applicant_kind": "organisation", "organisation_name": "Orto"},
    ],
)
def test_a_call_knows_an_address_again(call: CallPage, again: Any) -> None:
    first = ada(call)

    with pytest.raises(AlreadySentError) as refused:
        ada(call, **again)

    assert refused.value.submission == first
    assert Submission.objects.count() == 1


def test_another_address_is_somebody_else(call: CallPage) -> None:
    for email in ("ada@example.org", "ad@example.org", "ada@example.com", "a.da@example.org"):
        ada(call, email=email)

    assert Submission.objects.count() == 4


@pytest.mark.parametrize(
    ("kind", "first", "again"),
    [
        ("citizen", {"tax": PERSON}, {"tax": PERSON}),
        ("citizen", {"tax": PERSON}, {"tax": PERSON.lower()}),
        ("organisation", {"vat": VAT}, {"vat": VAT}),
        # An organisation often has the one as the other.
        ("organisation", {"vat": VAT}, {"tax": VAT}),
    ],
)
def test_a_call_knows_a_code_again_whatever_the_address(
    call: CallPage, kind: str, first: Any, again: Any
) -> None:
    who = {"applicant_kind": kind, "organisation_name": "Orto" if kind == "organisation" else ""}
    ada(call, answers=first, **who)

    with pytest.raises(AlreadySentError):
        ada(call, answers=again, email="altra@example.org", **who)


def test_other_codes_are_somebody_else(call: CallPage) -> None:
    ada(call, answers={"tax": PERSON})
    ada(call, answers={"tax": OTHER_PERSON}, email="altra@example.org")
    orto = {"applicant_kind": "organisation", "organisation_name": "Orto"}
    ada(call, answers={"vat": VAT, "tax": PERSON}, email="orto@example.org", **orto)
    # The same person signs for two organisations.
    ada(call, answers={"vat": OTHER_VAT, "tax": PERSON}, email="vigna@example.org", **orto)

    assert Submission.objects.count() == 4


def test_another_page_is_another_matter(call: CallPage, event: EventPage) -> None:
    ada(call)
    ada(CallPageFactory.create(steps=call.steps))
    ada(event)
    ada(EventPageFactory.create())

    assert Submission.objects.count() == 4


def asking_for_codes(event: EventPage, holder: str) -> EventPage:
    event.steps = steps(
        question("tax_code", "tax", "Codice fiscale", required=False, holder=holder),
        question("vat_number", "vat", "Partita IVA", required=False),
    )
    event.contact_email = "ufficio@example.org"
    event.save()
    made: EventPage = EventPage.objects.get(pk=event.pk)
    return made


def test_an_event_knows_a_tax_code_again_whatever_name_and_address(event: EventPage) -> None:
    event = asking_for_codes(event, "person")
    submitted(event, email="casa@example.org", answers={"tax": PERSON, "vat": VAT})
    # Of a family behind one address, and from one organisation.
    submitted(event, email="casa@example.org", answers={"tax": OTHER_PERSON, "vat": VAT})

    with pytest.raises(AlreadySentError):
        submitted(event, email="altra@example.org", answers={"tax": PERSON.lower()})
    assert Submission.objects.filter(page=event.pk).count() == 2


def test_who_signs_up_several_may_write_their_own_code_where_it_may_be_anybodys(event: EventPage) -> None:
    event = asking_for_codes(event, "either")
    for name in ("Leo", "Mia"):
        submitted(event, first_name=name, email="casa@example.org", answers={"tax": PERSON})

    assert Submission.objects.filter(page=event.pk).count() == 2


@pytest.mark.parametrize("first_came", [{}, {"channel": Channel.PAPER, "email": ""}])
def test_at_an_event_nobody_learns_from_a_code_that_somebody_signed_up(
    event: EventPage, first_came: dict[str, Any]
) -> None:
    event = asking_for_codes(event, "person")
    first = submitted(event, email="altra@example.org", answers={"tax": PERSON})
    Submission.objects.filter(pk=first.pk).update(reference=first.reference, **first_came)
    journey = Journey(event)
    journey.start()
    journey.step(1, tax=PERSON)

    page = journey.client.get(journey.send()["Location"]).content.decode()

    assert "Controlla di avere scritto bene nome e codice" in page
    assert "ufficio@example.org" in page
    assert not any(told in page for told in ("c’è già", "già arrivata", "altro indirizzo", "altra@"))


def test_at_an_event_who_writes_their_own_code_again_is_told_where_the_first_is(event: EventPage) -> None:
    event = asking_for_codes(event, "person")
    journey = Journey(event)
    journey.start(first_name="Leo", email="casa@example.org")
    submitted(event, email="casa@example.org", answers={"tax": PERSON})
    journey.step(1, tax=PERSON)

    page = journey.client.get(journey.send()["Location"]).content.decode()

    assert "Con questi dati c’è già un’iscrizione" in page
    assert "il suo codice fiscale" in page


def test_an_event_knows_a_name_at_an_address(event: EventPage) -> None:
    ada(event)
    ada(event, first_name="Bea")
    ada(event, email="altra@example.org")

    with pytest.raises(AlreadySentError):
        ada(event, first_name="PROVA", last_name="àda", email="ada+x@example.org")


@pytest.mark.parametrize("ended", ["withdraw", "reject"])
def test_what_ended_excludes_nothing_and_what_came_after_does(call: CallPage, ended: str) -> None:
    first = ada(call)
    if ended == "withdraw":
        transition(first.pk, "withdraw", APPLICANT, expected_version=1)
    else:
        officer = Actor.staff(overseer())
        version = transition(first.pk, "take", officer, expected_version=1).version
        transition(first.pk, "reject", officer, expected_version=version, reason="Manca tutto.")

    second = ada(call)

    with pytest.raises(AlreadySentError) as refused:
        ada(call)
    assert refused.value.submission == second


def test_the_limit_is_a_setting_and_counts_what_was_sent_before_it_was_set(
    call: CallPage, event: EventPage
) -> None:
    for page in (call, event):
        page.one_each = False
        page.save()
        first = ada(page)
        ada(page)
        page.one_each = True
        page.save()

        with pytest.raises(AlreadySentError) as refused:
            ada(page)

        assert refused.value.submission == first


def test_erasing_forgets_by_what_somebody_was_known(call: CallPage) -> None:
    first = ada(call, answers={"tax": PERSON})
    assert SenderMark.objects.filter(submission=first).count() == 2

    retention.erase(first)

    assert not SenderMark.objects.exists()
    ada(call)


def test_of_two_that_send_at_the_same_moment_one_is_taken(committed_db: None) -> None:
    page = CallPageFactory.create()
    tokens = [draft_token(page, email="ada@example.org") for _tab in range(4)]

    def send(token: str) -> str:
        try:
            sending.submit(token, received_at=timezone.now(), notice_id=page.privacy_notice_id)
        except AlreadySentError:
            return "already sent"
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(send, tokens))

    assert answers == ["already sent"] * 3 + ["sent"]
    assert Submission.objects.count() == 1


def test_a_box_is_the_same_whatever_follows_the_plus() -> None:
    assert addresses.box(" Ada+x+y@Example.ORG ") == addresses.box("ada@example.org") == "ada@example.org"


def test_what_was_completed_is_known_by_its_present_code(call: CallPage) -> None:
    one = ada(call, answers={"tax": PERSON})
    officer = Actor.staff(overseer())
    due = timezone.now() + timedelta(days=5)
    one = transition(
        one.pk, "request_info", officer, expected_version=1, reason="Correggi.", due_at=due, asked=EVERYTHING
    )
    completed(one, {"tax": OTHER_PERSON})

    ada(call, answers={"tax": PERSON}, email="vera@example.org")
    with pytest.raises(AlreadySentError):
        ada(call, answers={"tax": OTHER_PERSON}, email="terza@example.org")


def test_what_was_reopened_counts_again(call: CallPage) -> None:
    officer = Actor.staff(overseer())
    one = ada(call)
    one = transition(one.pk, "reject", officer, expected_version=one.version, reason="No.")
    two = ada(call)
    transition(one.pk, "reopen", officer, expected_version=one.version, reason="Errore.")
    transition(two.pk, "withdraw", APPLICANT, expected_version=two.version)

    with pytest.raises(AlreadySentError) as refused:
        ada(call)

    assert refused.value.submission == one


def test_any_that_counts_excludes_once_the_limit_is_set(call: CallPage) -> None:
    call.one_each = False
    call.save()
    one, two = ada(call), ada(call)
    transition(one.pk, "withdraw", APPLICANT, expected_version=1)
    call.one_each = True
    call.save()

    with pytest.raises(AlreadySentError) as refused:
        ada(call)

    assert refused.value.submission == two


def test_nobody_finds_out_whose_address_is_known(call: CallPage) -> None:
    """Neither the page that says so nor the button tells it to who has not proved the address."""
    ada(call, email="vittima@example.org")
    answers = []
    for email in ("vittima@example.org", "altra@example.org"):
        journey = Journey(call)
        journey.start(email=email)
        told = journey.client.get(journey.url("sent_before"))
        form = hidden(journey.get("summary"), "form")
        data = {"notice": call.privacy_notice_id, "notice_read": "on", "form": form}
        pressed = journey.client.post(journey.url("summary"), data)
        answers.append((told.status_code, pressed.status_code, pressed["Location"].split("/")[4]))

    assert answers[0] == answers[1] == (302, 302, "conferma")


def test_who_meets_somebody_elses_with_the_same_code_is_told_so_and_whom_to_ask(call: CallPage) -> None:
    call.contact_email = "ufficio@example.org"
    call.save()
    ada(call, answers={"tax": PERSON}, email="altra@example.org")
    journey = Journey(call)
    journey.start()
    journey.step(1, tax=PERSON)

    answer = journey.send()

    page = journey.client.get(answer["Location"]).content.decode()
    assert "da un altro indirizzo" in page
    assert "altra@example.org" not in page
    assert "ufficio@example.org" in page
