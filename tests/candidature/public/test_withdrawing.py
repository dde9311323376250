"""Withdrawing: what is lost is said first, each press ends in a redirect, events have their own words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import Submission
from candidature.process import workflow
from candidature.statuses import Status
from istruttoria import trail
from portal.models import OutboxMessage
from tests.candidature.factories import CallPageFactory, EventPageFactory, overseer
from tests.candidature.public.journey import Journey, form_of
from tests.moduli.builders import block

pytestmark = pytest.mark.django_db


def sent(page: Any, **who: Any) -> Journey:
    journey = Journey(page)
    journey.start(**who)
    journey.send()
    return journey


def call() -> Any:
    return CallPageFactory.create(
        steps=form_of([block("short_text", "why", label="Perché?", required=False)])
    )


def event(**values: Any) -> Any:
    return EventPageFactory.create(capacity=1, steps="[]", **values)


def read(answer: Any) -> str:
    """What a person reads of a page."""
    return re.sub(r"<[^>]*>", " ", answer.text)


def decide(action: str, **values: Any) -> None:
    submission = Submission.objects.get()
    workflow.transition(
        submission.pk, action, Actor.staff(overseer()), expected_version=submission.version, **values
    )


def ask(app: DjangoTestApp, journey: Journey) -> Any:
    """From the personal page to the question, by its link."""
    return app.get(journey.url("follow")).click(href="/ritira/$")


def asking(question: Any) -> Any:
    [form] = [form for form in question.forms.values() if "version" in form.fields]
    return form


def test_a_call_is_withdrawn_after_one_question_and_a_second_press_does_no_harm(
    django_app: DjangoTestApp,
) -> None:
    question = ask(django_app, sent(call()))
    assert Submission.objects.get().status == Status.RECEIVED
    form = asking(question)

    after = form.submit(status=302).follow()
    again = form.submit(status=302).follow()

    assert Submission.objects.get().status == Status.WITHDRAWN
    assert "Hai ritirato la tua candidatura" in after
    assert after.text == again.text
    assert "Se cambi idea" not in after


def test_of_an_event_everything_says_annulla_and_nothing_ritira(django_app: DjangoTestApp) -> None:
    journey = sent(event())
    page = django_app.get(journey.url("follow"))
    question = page.click("Annulla l’iscrizione")
    form = asking(question)

    after = form.submit().follow()
    letter = OutboxMessage.objects.get(key__contains=":withdrawn")
    [line] = [
        line
        for line in trail.in_words(Submission.objects.get().log.select_related("reason"))
        if line.status == "Annullata"
    ]

    assert line.what == "Annulla l’iscrizione"
    assert "Hai annullato la tua iscrizione" in after
    assert "Hai annullato" in letter.subject
    for text in (*map(read, (page, question, after)), letter.subject, letter.body.split("Codice:")[0]):
        assert "ritir" not in text.lower()


def test_whoever_has_a_seat_or_waits_for_one_is_told_what_is_lost(django_app: DjangoTestApp) -> None:
    page = event()
    first, second = sent(page), sent(page, first_name="Bea", email="bea@example.org")

    assert "Perdi il tuo posto: se qualcuno è in lista" in ask(django_app, first)
    assert "Perdi il tuo posto in lista d’attesa" in ask(django_app, second)


def test_it_is_said_whether_one_may_sign_up_again(django_app: DjangoTestApp) -> None:
    page = event()
    journey = sent(page)
    assert "in fondo alla lista d’attesa" in ask(django_app, journey)

    page.closes_at = timezone.now() - timedelta(minutes=1)
    page.save()

    assert "non ci si può iscrivere" in ask(django_app, journey)


def test_once_the_event_is_over_nobody_is_asked_whether_they_can_come(django_app: DjangoTestApp) -> None:
    page = event()
    journey = sent(page)
    page.starts_at = timezone.now() - timedelta(hours=3)
    page.ends_at = timezone.now() - timedelta(hours=1)
    page.save()

    assert "Non puoi più venire" not in django_app.get(journey.url("follow"))


def test_whoever_is_selected_is_told_that_they_give_it_up(django_app: DjangoTestApp) -> None:
    journey = sent(call())
    decide("accept")

    assert "se la ritiri, rinunci" in ask(django_app, journey)


def test_a_state_that_changed_meanwhile_is_told_and_asked_again(django_app: DjangoTestApp) -> None:
    question = ask(django_app, sent(call()))
    form = asking(question)
    decide("accept")

    again = form.submit(status=302).follow()

    assert "ora è «Selezionata»" in again
    assert Submission.objects.get().status == Status.ACCEPTED
    form = asking(again)
    form.submit(status=302)
    assert Submission.objects.get().status == Status.WITHDRAWN


@pytest.mark.parametrize("version", ["", "0", "99", "x", "9" * 40])
def test_a_version_that_nobody_saw_withdraws_nothing(version: str) -> None:
    journey = sent(call())

    assert "Nel frattempo è cambiato qualcosa" in journey.post("withdraw", version=version).content.decode()
    assert Submission.objects.get().status == Status.RECEIVED


def test_what_is_rejected_cannot_be_withdrawn_and_the_page_says_so(django_app: DjangoTestApp) -> None:
    journey = sent(call())
    question = ask(django_app, journey)
    form = asking(question)
    decide("reject", reason="Fuori zona.")

    told = form.submit(status=302).follow()

    assert "Ora questo non si può fare" in told
    assert "Non ammessa" in told
    assert Submission.objects.get().status == Status.REJECTED
    assert "Ora questo non si può fare" in django_app.get(journey.url("withdraw")).follow()
