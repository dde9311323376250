"""What the personal page says is to be done: about others who have not confirmed, and after a term."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import APPLICANT
from candidature.confirmations.naming import Named
from candidature.models import Confirmation, PendingRevision, Submission
from candidature.process.workflow import transition
from candidature.statuses import Status
from tests.candidature.confirmations.asking import RITA, confirm, decline, sent_with
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import call, letter_to

pytestmark = pytest.mark.django_db

BEA = Named("Bea Verdi", "bea@example.org", "Arci Prova")
NOTHING = "Non devi fare nulla"


def personal_page(*named: Named) -> str:
    sent_with(call(most_partners=2), *named)
    return links_in(letter_to("ada@example.org", read_letters()))[0]


def next_of(app: Any, personal: str) -> str:
    """What is said to come next."""
    return " ".join(app.get(personal).html.select_one(".follow-state").get_text(" ", strip=True).split())


def words_of(app: Any, personal: str) -> str:
    return " ".join(app.get(personal).html.select_one("main").get_text(" ", strip=True).split())


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.IN_REVIEW])
def test_who_has_not_answered_is_named_in_what_comes_next(django_app: DjangoTestApp, status: Status) -> None:
    personal = personal_page(RITA, BEA)
    confirm(Confirmation.objects.get(email=BEA.email))
    Submission.objects.update(status=status)
    said = next_of(django_app, personal)
    assert NOTHING not in said
    assert "Manca la conferma di Auser Cortona: qui sotto" in said


def test_who_said_no_is_named_with_what_can_be_done(django_app: DjangoTestApp) -> None:
    personal = personal_page(RITA)
    decline(Confirmation.objects.get())
    said = next_of(django_app, personal)
    assert NOTHING not in said
    assert "Auser Cortona non conferma: toglilo o indicane un altro." in said


def test_who_confirmed_what_it_said_before_is_missing_too(django_app: DjangoTestApp) -> None:
    personal = personal_page(RITA)
    confirm(Confirmation.objects.get())
    assert NOTHING in next_of(django_app, personal)
    sent = Submission.objects.get()
    Submission.objects.update(answers={"a": "Altro"}, awaits_confirmations=True)
    assert sent.has_confirmations
    assert "Manca la conferma di Auser Cortona" in next_of(django_app, personal)


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REJECTED])
def test_nobody_is_missing_once_it_is_over(django_app: DjangoTestApp, status: Status) -> None:
    personal = personal_page(RITA)
    Submission.objects.update(status=status)
    assert "Manca la conferma" not in next_of(django_app, personal)


def test_what_is_withdrawn_is_promised_no_answer(django_app: DjangoTestApp) -> None:
    personal = personal_page()
    assert "Risposta entro" in words_of(django_app, personal)
    sent = Submission.objects.get()
    transition(sent.pk, "withdraw", APPLICANT, expected_version=sent.version)
    assert "Risposta entro" not in words_of(django_app, personal)


def test_after_its_term_an_integration_is_said_to_be_over(django_app: DjangoTestApp) -> None:
    personal = personal_page()
    Submission.objects.update(status=Status.NEEDS_INFO, info_due_at=timezone.now() + timedelta(days=3))
    before = words_of(django_app, personal)
    assert "completa le risposte entro il termine" in before
    assert "te lo ricordiamo" in before
    Submission.objects.update(info_due_at=timezone.now() - timedelta(days=3))
    after = words_of(django_app, personal)
    assert "Il termine per completare è passato" in after
    assert "Si poteva completare entro" in after
    for promised in ("completa le risposte entro il termine", "te lo ricordiamo", "Da completare entro"):
        assert promised not in after
    assert "Rileggi ciò che avevi scritto" not in after


def test_what_was_written_of_an_integration_is_read_after_its_term(django_app: DjangoTestApp) -> None:
    personal = personal_page()
    Submission.objects.update(status=Status.NEEDS_INFO, info_due_at=timezone.now() - timedelta(days=3))
    sent = Submission.objects.get()
    PendingRevision.objects.create(
        submission=sent,
        purpose="complete",
        version=sent.version,
        typed={"a": "Mezzo scritto"},
        expires_at=timezone.now() + timedelta(days=3),
    )
    [button] = [a for a in django_app.get(personal).html.select("a.btn") if "Rileggi" in a.text]
    assert "Mezzo scritto" in django_app.get(button["href"], status=410).text


def test_after_its_term_nobody_is_told_to_answer_the_reasons(django_app: DjangoTestApp) -> None:
    personal = personal_page()
    Submission.objects.update(status=Status.FOREWARNED, info_due_at=timezone.now() - timedelta(days=3))
    said = next_of(django_app, personal)
    assert "Entro il termine puoi rispondere" not in said
    assert "Il termine per rispondere è passato" in said
