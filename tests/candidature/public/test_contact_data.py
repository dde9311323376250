"""Another address counts once it is proved; whoever reads the former one may object, also afterwards."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.intake import contact
from candidature.letters import writing as letters
from candidature.links import ways_back
from candidature.models import AddressChange, AddressProof, ErasureRequest, FollowLink, LogEntry, Submission
from candidature.privacy import requests
from candidature.process import workflow
from candidature.submissions import marks
from istruttoria import trail
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import CallPageFactory, EventPageFactory, overseer
from tests.candidature.public.journey import Journey, form_of
from tests.candidature.public.mailbox import code_in, links_in, read_letters
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db

FORMER, NEW = "ada@example.org", "nuova@example.org"


@pytest.fixture(scope="module")
def arranged(module_db: None, module_files: Path) -> Journey:
    """Somebody who sent something, and read the letters about it."""
    asked = form_of([block("short_text", "why", label="Perché?", required=False)])
    return sent(CallPageFactory.create(steps=asked))


@pytest.fixture
def journey(arranged: Journey) -> Journey:
    return arranged.again()


@pytest.fixture
def page(journey: Journey) -> Any:
    return journey.page


def sent(page: Any, **who: Any) -> Journey:
    journey = Journey(page)
    journey.start(**who)
    journey.send()
    read_letters()
    return journey


def form(shown: Any, field: str) -> Any:
    [found] = [form for form in shown.forms.values() if field in form.fields]
    return found


def link(letter: Any, name: str) -> str:
    [found] = [one for one in links_in(letter) if f"/{name}/" in one]
    return found


def prove(app: DjangoTestApp, journey: Journey, letter: Any) -> Any:
    """The page after the code of a letter was typed."""
    typed = form(app.get(journey.url("contact_data")), "code")
    typed["code"] = code_in(letter)
    return typed.submit("action", value="code", status=302).follow()


def ask(app: DjangoTestApp, journey: Journey, email: str = NEW, phone: str = "") -> Any:
    """The page after another address was asked for, from the personal page on."""
    asked = form(app.get(journey.url("follow")).click(href="/recapiti/$"), "email")
    asked["email"], asked["phone"] = email, phone
    return asked.submit("action", value="change", status=302).follow()


def asked_letters(app: DjangoTestApp, journey: Journey) -> tuple[Any, Any]:
    """The letters to the new and to the former address."""
    ask(app, journey)
    by_recipient = {letter.to[0]: letter for letter in read_letters()}
    assert set(by_recipient) == {FORMER, NEW}
    return by_recipient[NEW], by_recipient[FORMER]


def test_an_address_counts_only_after_the_press_behind_the_link_of_its_letter(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    question = django_app.get(link(to_new, "prova"))
    assert Submission.objects.get().email == FORMER

    after = list(question.forms.values())[-1].submit(status=302).follow()

    assert Submission.objects.get().email == NEW
    assert "Il nuovo indirizzo è confermato" in after
    assert NEW in after


def test_the_code_typed_where_it_was_asked_for_does_the_same_and_ends_every_former_link(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    before = journey.url("follow")
    shown = django_app.get(journey.url("contact_data"))
    typed = form(shown, "code")
    typed["code"] = code_in(to_new)

    after = typed.submit("action", value="code", status=302).follow()

    assert "Il nuovo indirizzo è confermato" in after
    assert django_app.get(before, status=410)
    [letter] = read_letters()
    assert letter.to == [NEW]
    assert Submission.objects.get().reference in django_app.get(links_in(letter)[-1])


def test_an_empty_code_is_asked_for_and_counts_as_no_mistake(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    for _press in range(6):
        typed = form(django_app.get(journey.url("contact_data")), "code")
        assert "Scrivi il codice di sei cifre" in typed.submit("action", value="code", status=302).follow()

    assert "Il nuovo indirizzo è confermato" in prove(django_app, journey, to_new)


def test_a_wrong_code_is_told_and_five_end_it(django_app: DjangoTestApp, journey: Journey) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    right = code_in(to_new)
    wrong = "000 000" if right != "000 000" else "111 111"
    for _time in range(5):
        typed = form(django_app.get(journey.url("contact_data")), "code")
        typed["code"] = wrong
        assert "non è quello dell’ultima lettera" in typed.submit("action", value="code").follow()
    typed = form(django_app.get(journey.url("contact_data")), "code")
    typed["code"] = right

    assert "non è quello dell’ultima lettera" in typed.submit("action", value="code").follow()
    assert Submission.objects.get().email == FORMER


def test_a_second_press_of_the_button_in_the_letter_leads_to_the_page(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    address = link(to_new, "prova")
    question = django_app.get(address)
    button = list(question.forms.values())[-1]
    button.submit(status=302)

    again = button.submit(status=302).follow()

    assert "Il nuovo indirizzo è confermato" in again
    assert LogEntry.objects.filter(action="address_changed").count() == 1


def test_whoever_reads_the_former_address_takes_it_back_and_ends_all_links(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    to_new, to_former = asked_letters(django_app, journey)
    question = django_app.get(link(to_new, "prova"))
    moved = list(question.forms.values())[-1].submit().location
    objection = link(to_former, "non-sono-io")
    assert NEW not in django_app.get(objection)
    assert Submission.objects.get().email == NEW
    read_letters()

    after = list(django_app.get(objection).forms.values())[-1].submit(status=302).follow()

    assert "Scriviamo di nuovo a" in after
    assert Submission.objects.get().email == FORMER
    assert django_app.get(moved, status=410)
    [letter] = read_letters()
    assert letter.to == [FORMER]
    own = django_app.get(links_in(letter)[-1])
    asked = form(own.click(href="/recapiti/$"), "email")
    asked["email"] = NEW
    assert "lo può cambiare solo l’ufficio" in asked.submit("action", value="change").follow()
    assert not read_letters()


def test_an_objection_ends_what_was_asked_for_with_the_new_address(
    django_app: DjangoTestApp, page: Any, journey: Journey
) -> None:
    to_new, to_former = asked_letters(django_app, journey)
    prove(django_app, journey, to_new)
    requests.ask(Submission.objects.get(), page, timezone.now())

    list(django_app.get(link(to_former, "non-sono-io")).forms.values())[-1].submit()

    assert not ErasureRequest.objects.exists()
    assert Submission.objects.get().email == FORMER


def test_an_objection_before_the_proof_stops_it(django_app: DjangoTestApp, journey: Journey) -> None:
    to_new, to_former = asked_letters(django_app, journey)
    objection = link(to_former, "non-sono-io")
    list(django_app.get(objection).forms.values())[-1].submit()

    assert "non vale più" in django_app.get(link(to_new, "prova"), status=410)
    assert Submission.objects.get().email == FORMER
    assert (
        not FollowLink.objects.filter(revoked_at=None)
        .exclude(submission=None)
        .exclude(created_at__gt=timezone.now())
        .exists()
    )


def test_what_is_not_proved_can_be_given_up(django_app: DjangoTestApp, journey: Journey) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    shown = django_app.get(journey.url("contact_data"))

    shown.forms[1].submit("action", value="stop").follow()

    assert django_app.get(link(to_new, "prova"), status=410)
    assert not AddressChange.objects.filter(stopped_at=None).exists()


def test_a_number_changes_at_once_and_a_wrong_address_comes_back_as_it_was_typed(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    assert "I tuoi recapiti sono salvati" in ask(django_app, journey, FORMER, "347 1234567")
    assert Submission.objects.get().phone == "+393471234567"

    shown = ask(django_app, journey, "nuova@@example", "347 7654321")

    assert form(shown, "email")["email"].value == "nuova@@example"
    assert form(shown, "email")["phone"].value == "347 7654321"
    assert "Scrivi un indirizzo completo" in shown
    assert Submission.objects.get().phone == "+393471234567"
    assert not read_letters()


def test_staff_read_old_and_new_in_the_log_and_the_log_itself_holds_neither(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    asked_letters(django_app, journey)
    entries = Submission.objects.get().log.select_related("reason")

    [line] = [line for line in trail.in_words(entries) if "indirizzo" in line.what.lower()]

    assert line.reason == f"{FORMER} → {NEW}"
    assert not any("@" in str(entry.details) for entry in entries)


def test_three_changes_a_day_are_enough(django_app: DjangoTestApp, journey: Journey) -> None:
    for number in range(3):
        ask(django_app, journey, f"nuova{number}@example.org")

    assert "Riprova domani" in ask(django_app, journey, "ancora@example.org")
    assert AddressChange.objects.count() == 3


def test_a_page_that_takes_one_from_each_refuses_an_address_that_another_has_and_only_once_proved(
    django_app: DjangoTestApp, page: Any, journey: Journey
) -> None:
    sent(page, email=NEW)
    shown = ask(django_app, journey)
    assert "un’altra partecipazione" not in shown
    [to_new] = [letter for letter in read_letters() if letter.to == [NEW]]
    typed = form(shown, "code")
    typed["code"] = code_in(to_new)

    assert "un’altra partecipazione" in typed.submit("action", value="code").follow()
    assert Submission.objects.filter(email=FORMER).exists()


def test_the_marks_follow_the_address(django_app: DjangoTestApp, page: Any, journey: Journey) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    prove(django_app, journey, to_new)

    assert marks.earlier(page.pk, [f"address {NEW}"])
    assert not marks.earlier(page.pk, [f"address {FORMER}"])


def test_a_decision_that_waits_goes_to_the_address_that_counts_by_then(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    submission = Submission.objects.get()
    workflow.transition(submission.pk, "accept", Actor.staff(overseer()), expected_version=submission.version)
    prove(django_app, journey, to_new)

    assert {letter.to[0] for letter in read_letters()} == {NEW}


def test_a_letter_that_leaves_while_the_address_changes_opens_nothing_and_is_made_good(
    django_app: DjangoTestApp, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = Submission.objects.get()
    letters.write("admissible", submission)

    real = outbox._record_sent

    def changed_meanwhile(message: OutboxMessage) -> None:
        monkeypatch.setattr(outbox, "_record_sent", real)
        Submission.objects.update(email=NEW)
        real(message)

    monkeypatch.setattr(outbox, "_record_sent", changed_meanwhile)
    mail.outbox.clear()
    outbox.deliver_due()
    [first, second] = mail.outbox

    assert first.to == [FORMER]
    assert second.to == [NEW]
    assert django_app.get(links_in(first)[-1], status=404)
    assert django_app.get(links_in(second)[-1])


def test_ritrova_leads_the_former_address_to_nothing(django_app: DjangoTestApp, journey: Journey) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    prove(django_app, journey, to_new)

    assert ways_back._of(FORMER) == ([], 0)
    assert len(ways_back._of(NEW)[0]) == 1


def test_what_is_asked_for_is_forgotten_after_two_days(django_app: DjangoTestApp, journey: Journey) -> None:
    to_new, _to_former = asked_letters(django_app, journey)
    AddressProof.objects.update(asked_at=timezone.now() - timedelta(days=2, seconds=1))

    django_app.get(link(to_new, "prova"), status=410)
    assert "manca la conferma" not in django_app.get(journey.url("follow"))


def test_two_of_a_family_share_an_address_at_an_event(django_app: DjangoTestApp) -> None:
    event = EventPageFactory.create(capacity=5, steps="[]")
    sent(event, first_name="Bea", email=NEW)
    journey = sent(event)
    to_new, _to_former = asked_letters(django_app, journey)

    assert "Il nuovo indirizzo è confermato" in prove(django_app, journey, to_new)


def test_where_the_address_cannot_be_changed_again_the_number_is_not_changed_either(
    django_app: DjangoTestApp, journey: Journey
) -> None:
    for number in range(contact.AT_MOST):
        ask(django_app, journey, f"{number}@example.org")

    shown = ask(django_app, journey, "altra@example.org", "055 2345678")

    assert "Non è cambiato nulla" in shown
    assert "già stati cambiati più volte oggi" in shown
    assert Submission.objects.get().phone == ""
    assert not LogEntry.objects.filter(action=contact.PHONE_CHANGED).exists()
    again = form(shown, "email")
    assert (again["email"].value, again["phone"].value) == ("altra@example.org", "055 2345678")


def test_where_no_letter_can_leave_the_number_is_not_changed_either(
    django_app: DjangoTestApp, journey: Journey, limits: Any
) -> None:
    limits(LIMIT_LETTERS_TO_ONE_ADDRESS_PER_HOUR=0)

    shown = ask(django_app, journey, NEW, "055 2345678")

    assert "La lettera non è partita" in shown
    assert Submission.objects.get().phone == ""
    assert form(shown, "email")["phone"].value == "055 2345678"
