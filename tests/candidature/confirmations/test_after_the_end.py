"""Once it is over nobody is written to any more, and what was answered stays where the office reads it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import APPLICANT
from candidature.confirmations.models import Confirmation
from candidature.intake import confirming, others
from candidature.models import CallPage, Submission
from candidature.process.workflow import transition
from candidature.statuses import Status
from tests.candidature.confirmations.asking import RITA, confirm, draft_with, sent_with
from tests.candidature.factories import UserFactory
from tests.candidature.public.confirming import press_send
from tests.candidature.public.mailbox import links_in, read_letters
from tests.candidature.public.others import (
    GUARDIAN,
    answer,
    call,
    for_minors,
    letter_to,
    sent_by_minor,
    state,
)

pytestmark = pytest.mark.django_db


def sent_and_asked() -> tuple[Submission, str]:
    """What is sent with a partner, who was written to, and its personal page."""
    submission = sent_with(call(most_partners=1), RITA)
    personal = links_in(letter_to("ada@example.org", read_letters()))[0]
    Confirmation.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    return submission, personal


def put(status: Status) -> None:
    Submission.objects.update(status=status)


def written_to() -> list[str]:
    return [address for letter in read_letters() for address in letter.to]


def detail() -> str:
    """What staff read of the submission, as words."""
    staff = Client()
    staff.force_login(UserFactory.create(is_superuser=True))
    shown = staff.get(reverse("candidature_review:detail", args=[Submission.objects.get().pk]))
    return " ".join(re.sub(r"<[^>]+>", " ", shown.content.decode()).split())


def test_a_letter_that_waits_does_not_leave_once_it_is_withdrawn() -> None:
    submission = sent_with(call(most_partners=1), RITA)
    submission.refresh_from_db()
    transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)
    assert RITA.email not in written_to()


def test_a_letter_that_waits_does_not_leave_after_the_closing_where_sending_waits() -> None:
    draft, _token = draft_with(call(most_partners=1, waits_for_others=True), RITA)
    confirming.prove(draft)
    others.ask_missing(draft, client="")
    CallPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert written_to() == []


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN])
@pytest.mark.parametrize("button", ["again", "save", "remove"])
def test_nobody_is_asked_once_it_is_over(django_app: DjangoTestApp, status: Status, button: str) -> None:
    _submission, personal = sent_and_asked()
    one = Confirmation.objects.get()
    form = django_app.get(f"{personal}chi-conferma/?cambia={one.pk}").forms["step-form"]
    form["email"] = "nuovo@example.org"
    put(status)
    form.submit("action", value=button if button == "save" else f"{button}-{one.pk}")
    assert written_to() == []
    assert Confirmation.objects.get() == one
    assert "Chiedi di nuovo o correggi" not in django_app.get(personal).text
    assert django_app.get(f"{personal}chi-conferma/").location.startswith(personal)


def test_asking_again_writes_to_nobody_once_it_is_over() -> None:
    submission, _personal = sent_and_asked()
    put(Status.REJECTED)
    with pytest.raises(others.NobodyToAskError):
        others.ask_again(submission, Confirmation.objects.get().pk, client="")
    assert written_to() == []


def test_who_answered_stays_beside_what_was_accepted(django_app: DjangoTestApp) -> None:
    _submission, personal = sent_and_asked()
    confirm(Confirmation.objects.get())
    page = django_app.get(f"{personal}chi-conferma/?cambia={Confirmation.objects.get().pk}")
    put(Status.ACCEPTED)
    assert "resta" in answer(page, "remove").text
    form = page.forms["step-form"]
    form["name"] = "Zoe Blu"
    refused = form.submit("action", value="save", status=409)
    assert "Zoe Blu" in refused.text
    assert (state(), Confirmation.objects.get().name) == ("confirmed", RITA.name)
    shown = django_app.get(f"{personal}chi-conferma/").text
    assert "Togli" not in shown
    assert "Correggi" not in shown


def test_who_did_not_answer_may_be_corrected_beside_what_was_accepted(django_app: DjangoTestApp) -> None:
    _submission, personal = sent_and_asked()
    put(Status.ACCEPTED)
    form = django_app.get(f"{personal}chi-conferma/?cambia={Confirmation.objects.get().pk}").forms[
        "step-form"
    ]
    form["email"] = "nuovo@example.org"
    form.submit("action", value="save")
    assert written_to() == ["nuovo@example.org"]


def test_the_office_reads_that_a_guardian_said_no_whoever_confirms_after(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors())
    letters = read_letters()
    personal = links_in(letter_to("ada@example.org", letters))[0]
    answer(django_app.get(links_in(letter_to(GUARDIAN, letters))[0]), "decline", reason="Mai più")
    read_letters()
    swapped(django_app, personal)
    put(Status.ACCEPTED)
    said = detail()
    assert "Ha risposto di no" in said
    assert "Motivo: «Mai più»" in said
    assert GUARDIAN not in said.partition("Lettere")[0]
    assert "Carla Prova" not in said


def swapped(app: Any, personal: str) -> None:
    """Another guardian is named in the place of who said no, and confirms."""
    one = Confirmation.objects.get()
    form = app.get(f"{personal}chi-conferma/?cambia={one.pk}").forms["step-form"]
    form["name"], form["email"] = "Zio Prova", "zio@example.org"
    form.submit("action", value="save")
    answer(app.get(links_in(letter_to("zio@example.org", read_letters()))[0]), "confirm")


def test_a_guardians_no_to_a_draft_is_read_once_it_is_sent(django_app: DjangoTestApp) -> None:
    sent_by_minor(django_app, for_minors(waits_for_others=True))
    answer(django_app.get(links_in(letter_to(GUARDIAN, read_letters()))[0]), "decline", reason="Mai più")
    told = links_in(letter_to("ada@example.org", read_letters()))[0]
    draft = re.match(r".*/bozza/[^/]+/", django_app.get(told).request.url)
    assert draft
    form = django_app.get(f"{draft[0]}passo/0/").forms["step-form"]
    form["guardian_name"], form["guardian_email"] = "Zio Prova", "zio@example.org"
    form.submit("action", value="next")
    press_send(django_app.get(f"{draft[0]}riepilogo/"))
    answer(django_app.get(links_in(letter_to("zio@example.org", read_letters()))[0]), "confirm")
    press_send(django_app.get(f"{draft[0]}riepilogo/"))
    assert "Motivo: «Mai più»" in detail()
