"""Confirmations misused: to write to strangers, to read on, to fill the log, to pass for somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.confirmations import answering, noting
from candidature.intake import others
from candidature.models import Confirmation, Draft, Submission
from candidature.privacy import retention
from candidature.statuses import Status
from portal.models import OutboxMessage
from tests.candidature.confirmations.asking import RITA, confirm, decline, draft_with, logged, sent_with
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import answer, call, letter_to

pytestmark = pytest.mark.django_db


def test_no_letter_to_a_stranger_leaves_before_the_own_address_is_proved() -> None:
    _draft, token = draft_with(call(most_partners=1, waits_for_others=True), RITA)
    pressed = {"who": "", "action": f"again-{Confirmation.objects.get().pk}"}

    Client().post(f"/candidature/bozza/{token}/chi-conferma/", pressed)

    assert not OutboxMessage.objects.filter(recipient=RITA.email).exists()


@pytest.mark.parametrize("action", ["sign", "unsign"])
def test_nobody_signs_for_others_on_the_public_page(action: str) -> None:
    _draft, token = draft_with(call(most_partners=1, waits_for_others=True), RITA)
    pressed = {"who": "", "action": f"{action}-{Confirmation.objects.get().pk}"}

    Client().post(f"/candidature/bozza/{token}/chi-conferma/", pressed)

    assert not Confirmation.objects.get().on_paper


@pytest.mark.parametrize(
    "typed",
    [
        {"body": "Vai su www.premi.example.org"},
        {"name": "https://premi.example.org Rita"},
        {"name": "rita@example.org"},
        {"name": "Rita\x00Neri\u202e", "email": "non un indirizzo"},
        {"body": "A" * 201},
        {"name": "N" * 161},
        {"email": "a@" + "b" * 300 + ".org"},
    ],
)
def test_what_is_no_name_is_shown_again_and_nobody_is_written_to(
    django_app: DjangoTestApp, typed: dict[str, str]
) -> None:
    _draft, token = draft_with(call(most_partners=1))
    form = form_of(django_app.get(f"/candidature/bozza/{token}/chi-conferma/"))
    for field, value in {"body": RITA.body, "name": RITA.name, "email": RITA.email, **typed}.items():
        form[field] = value

    shown = form.submit("action", value="save").follow()

    assert shown.html.select("[role=alert]")
    assert not Confirmation.objects.exclude(email="").exists()


def form_of(shown: Any) -> Any:
    return shown.forms["step-form"]


def test_objecting_again_and_again_adds_nothing_to_the_log_and_writes_once(django_app: DjangoTestApp) -> None:
    submission = sent_with(call(most_partners=1), RITA)
    asked = Confirmation.objects.get()

    for _press in range(3):
        answering.object_to(asked, at=timezone.now())

    assert [action for action, _who in logged(submission)] == ["confirmation_asked", "confirmation_objected"]
    letters = OutboxMessage.objects.filter(recipient="ada@example.org", subject__contains="conferma")
    assert letters.count() <= 1


def test_who_was_taken_off_does_not_come_back_by_objecting() -> None:
    submission = sent_with(call(most_partners=1), RITA)
    asked = Confirmation.objects.get()
    read_letters()
    others.take_off(submission, asked.pk)

    answering.object_to(asked, at=timezone.now())

    submission.refresh_from_db()
    assert not submission.awaits_confirmations
    assert Confirmation.objects.get().state == "removed"


def test_a_link_ends_with_the_draft_that_expired_and_with_what_was_erased(
    django_app: DjangoTestApp, client: Client
) -> None:
    page = call(most_partners=1, waits_for_others=True)
    draft, _token = draft_with(page, RITA)
    others.ask_missing(draft, client="")
    link = links_in(letter_to(RITA.email, read_letters()))[0]
    assert client.get(link).status_code == 200
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 404
    assert client.post(link, {"action": "confirm"}).status_code == 404

    submission = sent_with(call(most_partners=1), RITA)
    link = links_in(letter_to(RITA.email, read_letters()))[0]
    stale = django_app.get(link)
    retention.erase(submission)
    assert client.get(link).status_code == 404
    assert client.post(link, {"action": "confirm"}).status_code == 404
    assert stale.forms


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REJECTED])
def test_of_what_ended_nothing_is_read_nor_signed(client: Client, status: str) -> None:
    submission = sent_with(call(most_partners=1), RITA)
    link = links_in(letter_to(RITA.email, read_letters()))[0]
    Submission.objects.update(status=status)

    assert "ada@example.org" not in client.get(link).content.decode()
    client.post(link, {"action": "confirm", "seen": "x"})
    one = Confirmation.objects.get()
    assert not others.sign(submission, one.pk, by=noting.who_answers(one))
    assert one.state == "asked"


def test_with_the_mail_down_it_is_sent_and_who_asked_is_told_of_what_did_not_arrive(
    django_app: DjangoTestApp,
) -> None:
    sent_with(call(most_partners=1), RITA)
    OutboxMessage.objects.filter(recipient=RITA.email).update(status=OutboxMessage.Status.FAILED)

    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    shown = django_app.get(personal).click("Chiedi di nuovo o correggi")

    assert "non è arrivata" in shown.text
    Confirmation.objects.update(asked_at=timezone.now() - 2 * others.PAUSE)
    assert "La lettera è in partenza." in answer(shown, "again").text


def test_who_answered_meanwhile_is_not_written_to_from_a_page_that_is_no_longer_true(
    django_app: DjangoTestApp,
) -> None:
    sent_with(call(most_partners=1), RITA)
    Confirmation.objects.update(asked_at=timezone.now() - 2 * others.PAUSE)
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    for respond in (decline, confirm):
        stale = django_app.get(personal).click("Chiedi di nuovo o correggi")
        respond(Confirmation.objects.get())
        before = (Confirmation.objects.values().get(), OutboxMessage.objects.count())

        told = answer(stale, "again").text

        assert "Non abbiamo scritto a nessuno" in told
        assert "partita da poco" not in told
        assert (Confirmation.objects.values().get(), OutboxMessage.objects.count()) == before
        Confirmation.objects.update(state="asked", answered_at=None)
