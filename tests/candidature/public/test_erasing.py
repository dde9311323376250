"""Asking for erasure: proved by a code, at once where nobody has to look, else a request of one month."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import APPLICANT
from candidature.models import AddressChange, ErasureRequest, Submission
from candidature.privacy import requests
from candidature.privacy.erasure_day import add_months
from candidature.process import workflow
from candidature.statuses import Status
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, EventPageFactory, overseer
from tests.candidature.public.journey import Journey, form_of
from tests.candidature.public.mailbox import code_in, links_in, read_letters
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


def call() -> Any:
    return CallPageFactory.create(
        steps=form_of([block("short_text", "why", label="Perché?", required=False)])
    )


def event(**values: Any) -> Any:
    return EventPageFactory.create(capacity=1, steps="[]", **values)


def sent(page: Any, **who: Any) -> Journey:
    journey = Journey(page)
    journey.start(**who)
    journey.send()
    read_letters()
    return journey


def withdraw() -> None:
    submission = Submission.objects.get()
    workflow.transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)
    read_letters()


def begin(app: DjangoTestApp, journey: Journey) -> tuple[Any, Any]:
    """The page after "Mandami il codice", from the personal page on, and the letter."""
    question = app.get(journey.url("follow")).click("Chiedi di cancellarli prima")
    shown = list(question.forms.values())[-1].submit("action", value="begin", status=302).follow()
    [letter] = read_letters()
    return shown, letter


def confirm(app: DjangoTestApp, journey: Journey) -> Any:
    """The page after the code of the letter was typed."""
    return type_code(*begin(app, journey))


def code_form(shown: Any) -> Any:
    [found] = [form for form in shown.forms.values() if "code" in form.fields]
    return found


def type_code(shown: Any, letter: Any) -> Any:
    typed = code_form(shown)
    typed["code"] = code_in(letter)
    return typed.submit("action", value="code", status=302).follow()


def test_what_was_withdrawn_is_erased_at_once_and_a_letter_says_so(django_app: DjangoTestApp) -> None:
    journey = sent(call())
    withdraw()

    after = confirm(django_app, journey)

    assert "I dati sono cancellati" in after
    assert not Submission.objects.exists()
    [letter] = read_letters()
    assert letter.to == ["ada@example.org"]
    assert "/candidature/" not in str(letter.body).replace("/candidature/nuova", "")
    assert OutboxMessage.objects.count() == 1
    django_app.get(journey.url("follow"), status=404)


def test_an_empty_code_is_asked_for_and_counts_as_no_mistake(django_app: DjangoTestApp) -> None:
    journey = sent(call())
    withdraw()
    shown, letter = begin(django_app, journey)

    for _press in range(6):
        shown = code_form(shown).submit("action", value="code", status=302).follow()
        assert "Scrivi il codice di sei cifre" in shown

    assert "I dati sono cancellati" in type_code(shown, letter)


def test_a_seat_is_given_back_before_it_is_erased(django_app: DjangoTestApp) -> None:
    page = event()
    first = sent(page)
    second = sent(page, first_name="Bea", email="bea@example.org")

    shown, letter = begin(django_app, first)
    assert "Rinunci anche al tuo posto" in shown
    assert "I dati sono cancellati" in type_code(shown, letter)

    assert Submission.objects.get().status == Status.ACCEPTED
    assert "Il tuo posto è confermato" in django_app.get(second.url("follow"))


def test_of_a_call_under_review_it_is_a_request_to_be_answered_within_a_month(
    django_app: DjangoTestApp,
) -> None:
    journey = sent(call())

    after = confirm(django_app, journey)

    assert "Ti rispondiamo per email entro " in after
    request = ErasureRequest.objects.get()
    assert request.answer_by == add_months(timezone.localdate(), 1)
    assert Submission.objects.exists()
    page = django_app.get(journey.url("follow"))
    assert "hai chiesto di cancellarli prima" in page
    assert "Chiedi di cancellarli prima" not in page
    [letter] = read_letters()
    assert "ti rispondiamo entro " in letter.body


def test_the_button_behind_the_link_of_the_letter_does_the_same_and_opening_it_nothing(
    django_app: DjangoTestApp,
) -> None:
    journey = sent(call())
    withdraw()
    _shown, letter = begin(django_app, journey)
    [link] = [one for one in links_in(letter) if "/prova/" in one]
    question = django_app.get(link)
    assert Submission.objects.exists()

    button = list(question.forms.values())[-1]

    assert "I dati sono cancellati" in button.submit(status=302).follow()
    assert not Submission.objects.exists()
    assert "non vale più" in button.submit(status=410)


def test_a_wrong_code_erases_nothing(django_app: DjangoTestApp) -> None:
    journey = sent(call())
    withdraw()
    shown, letter = begin(django_app, journey)
    typed = code_form(shown)
    typed["code"] = "000000" if code_in(letter) != "000 000" else "111111"

    assert "non è quello dell’ultima lettera" in typed.submit("action", value="code").follow()
    assert Submission.objects.exists()


@pytest.mark.parametrize("why", ["address", "protocol"])
def test_nothing_is_erased_at_once_while_an_address_is_new_or_the_register_knows_it(
    django_app: DjangoTestApp, why: str
) -> None:
    journey = sent(call())
    withdraw()
    if why == "address":
        submission = Submission.objects.get()
        AddressChange.objects.create(
            submission=submission,
            former="prima@example.org",
            present=submission.email,
            counted_at=timezone.now(),
        )
    else:
        Submission.objects.update(protocol_number="12/2026")

    assert "La tua richiesta è arrivata" in confirm(django_app, journey)
    assert Submission.objects.exists()


def test_whoever_came_to_a_past_event_has_the_office_asked(django_app: DjangoTestApp) -> None:
    page = event()
    journey = sent(page)
    page.starts_at, page.ends_at = timezone.now() - timedelta(hours=3), timezone.now() - timedelta(hours=1)
    page.save()

    assert "La tua richiesta è arrivata" in confirm(django_app, journey)


def test_asking_twice_makes_one_request(django_app: DjangoTestApp) -> None:
    journey = sent(call())
    shown, letter = begin(django_app, journey)
    typed = code_form(shown)
    typed["code"] = code_in(letter)
    typed.submit("action", value="code")

    again = typed.submit("action", value="code", status=302).follow()

    assert "La tua richiesta è arrivata" in again
    assert ErasureRequest.objects.count() == 1


def test_a_refusal_is_read_on_the_page_with_its_reason(django_app: DjangoTestApp) -> None:
    journey = sent(call())
    confirm(django_app, journey)
    requests.refuse(Submission.objects.get().pk, overseer(), "Serve al procedimento.")

    page = django_app.get(journey.url("follow"))

    assert "Serve al procedimento." in page
    assert "Chiedi di cancellarli prima" in page
