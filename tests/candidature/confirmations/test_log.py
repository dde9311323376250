"""The log says who was asked to confirm, by whom, and what they answered; it never holds a name itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.confirmations import answering, reminding
from candidature.confirmations.naming import Named
from candidature.intake import others
from candidature.models import CallPage, Confirmation, LogEntry, Submission
from tests.candidature.confirmations.asking import RITA, confirm, decline, draft_with, logged, sent_with
from tests.candidature.factories import UserFactory
from tests.candidature.intake.intake import send
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import answer, call, for_minors, letter_to, sent_by_minor

pytestmark = pytest.mark.django_db

SENDER = "Chi ha inviato"


def with_partners(**settings: Any) -> CallPage:
    return call(most_partners=2, **settings)


def detail(submission: Submission) -> str:
    client = Client()
    client.force_login(UserFactory.create(is_superuser=True))
    shown = client.get(reverse("candidature_review:detail", args=[submission.pk])).content.decode()
    return shown.partition('class="review-log"')[2]


def test_asking_and_answers_are_in_the_log_and_staff_and_applicant_read_who_it_was(
    django_app: DjangoTestApp,
) -> None:
    submission = sent_with(with_partners(), RITA)
    letters = read_letters()
    answer(django_app.get(links_in(letter_to(RITA.email, letters))[0]), "confirm")

    assert logged(submission) == [("confirmation_asked", SENDER), ("confirmation_given", "Partner")]
    told = detail(submission)
    assert "Chiesta la conferma a Auser Cortona (Partner)" in told
    assert "Ha confermato: Auser Cortona (Partner)" in told
    followed = django_app.get(links_in(letter_to("ada@example.org", letters))[0])
    assert "Ha confermato: Auser Cortona (Partner)" in followed.text
    assert not LogEntry.objects.filter(details__icontains="Auser").exists()


def test_a_second_press_adds_nothing_to_the_log() -> None:
    submission = sent_with(with_partners(), RITA)
    asked = Confirmation.objects.get()

    confirm(asked)
    confirm(asked)
    with pytest.raises(others.NobodyToAskError):
        others.ask_again(submission, asked.pk, client="")

    assert [action for action, _who in logged(submission)] == ["confirmation_asked", "confirmation_given"]


def test_what_was_answered_while_it_was_a_draft_is_in_the_log_with_its_own_moment() -> None:
    page = with_partners(waits_for_others=True)
    draft, token = draft_with(page, RITA)
    others.ask_missing(draft, client="")
    confirm(Confirmation.objects.get())

    submission = send(page, token)

    assert [action for action, _who in logged(submission)] == ["confirmation_asked", "confirmation_given"]
    assert submission.log.get(action="confirmation_given").at == Confirmation.objects.get().answered_at


def test_a_guardian_who_declines_and_then_objects_is_forgotten_by_the_log_too(
    django_app: DjangoTestApp,
) -> None:
    sent_by_minor(django_app, for_minors())
    submission, asked = Submission.objects.get(), Confirmation.objects.get()
    guardian = "Genitore o chi ne fa le veci"

    decline(asked)
    assert f"Non conferma: Carla Prova ({guardian})" in detail(submission)
    answering.object_to(asked, at=timezone.now())

    told = detail(submission)
    assert f"Non conferma: {guardian}" in told
    assert f"Non vuole essere contattato: {guardian}" in told
    assert "Carla" not in told
    assert logged(submission)[1:] == [
        ("confirmation_declined", guardian),
        ("confirmation_objected", guardian),
    ]


def test_who_is_taken_off_or_replaced_is_in_the_log_without_a_name() -> None:
    submission = sent_with(with_partners(), RITA, Named("Ugo Blu", "ugo@example.org", "Arci"))
    first, second = Confirmation.objects.order_by("pk")

    others.take_off(submission, first.pk)
    other = others.save(submission, second.pk, Named("Ivo Blu", "ivo@example.org", "Arci"), {}, client="")

    assert other
    assert [action for action, _who in logged(submission)][2:] == ["confirmation_taken_off"] * 2
    assert "Auser" not in detail(submission)


def test_a_reminder_is_in_the_log_as_the_portals() -> None:
    submission = sent_with(with_partners(), RITA)
    Confirmation.objects.update(asked_at=timezone.now() - timedelta(days=2))
    CallPage.objects.update(closes_at=timezone.now() + timedelta(hours=40))

    reminding.write_due()
    reminding.write_due()

    assert logged(submission)[1:] == [("confirmation_reminded", "Sistema")]


def test_nobody_is_made_to_confirm_for_a_body_that_they_never_read_of(django_app: DjangoTestApp) -> None:
    submission = sent_with(with_partners(), RITA)
    asked = Confirmation.objects.get()
    link = links_in(letter_to(RITA.email, read_letters()))[0]
    stale = django_app.get(link)

    # Renamed while it is read: nothing is confirmed unseen.
    others.save(submission, asked.pk, Named("Rita Neri", RITA.email, "Regione Toscana"), {}, client="")
    shown = answer(stale, "confirm")
    assert not Confirmation.objects.filter(state="confirmed").exists()
    answer(shown, "confirm")
    # Renamed afterwards: it is asked anew.
    others.save(submission, asked.pk, Named("Rita Neri", RITA.email, "Ministero"), {}, client="")

    renamed = Confirmation.objects.exclude(state="removed").get()
    assert (renamed.body, renamed.state) == ("Ministero", "named")
    assert "Non serve più la tua conferma" in django_app.get(link).text
