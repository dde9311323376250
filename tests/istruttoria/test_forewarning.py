"""Telling the reasons before a refusal, from the desk: what is offered, asked and shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage, Submission
from candidature.process import workflow
from candidature.statuses import Status
from portal.models import User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(forewarns=True)
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def officer() -> User:
    return member_of(Role.OFFICERS)


def detail_of(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def address(submission: Submission, action: str) -> str:
    return reverse("candidature_review:decide", args=[submission.pk, action])


def forewarn(app: DjangoTestApp, submission: Submission, user: User, **typed: Any) -> Any:
    form = app.get(address(submission, "forewarn"), user=user).forms["decision"]
    for name, value in {"reason": "Manca la firma.", **typed}.items():
        form[name] = value
    return form


def test_the_way_to_a_refusal_is_offered_only_once_it_can_be_gone(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    shown = django_app.get(detail_of(submission), user=officer)
    assert address(submission, "forewarn") in shown.text
    assert address(submission, "reject") not in shown.text

    forewarn(django_app, submission, officer).submit().follow()
    shown = django_app.get(detail_of(submission), user=officer)
    assert "Preavviso di rigetto" in shown.text
    assert address(submission, "reject") not in shown.text
    assert address(submission, "reconsider") in shown.text

    Submission.objects.filter(pk=submission.pk).update(info_due_at=timezone.now() - timedelta(hours=1))
    shown = django_app.get(detail_of(submission), user=officer)
    assert address(submission, "reject") in shown.text


def test_who_comes_to_the_refusal_all_the_same_is_told_why_not(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    form = django_app.get(address(submission, "reject"), user=officer).forms["decision"]
    form["reason"] = "No."

    assert "prima si comunichino i motivi" in form.submit(status=400).text


def test_fewer_days_than_the_law_gives_are_told_at_their_field(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    soon = timezone.localdate() + timedelta(days=9)
    refused = forewarn(django_app, submission, officer, due_on=soon.isoformat()).submit(status=400)

    assert "La legge dà almeno 10 giorni" in refused.text
    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


def test_the_reasons_of_a_proposed_refusal_are_there_to_be_told(
    django_app: DjangoTestApp, submission: Submission, officer: User, page: CallPage
) -> None:
    reviewer = Actor.staff(committee_member(page))
    workflow.transition(submission.pk, "propose_reject", reviewer, expected_version=1, reason="Fuori zona.")

    form = django_app.get(address(submission, "forewarn"), user=officer).forms["decision"]

    assert form["reason"].value == "Fuori zona."


def test_objections_are_marked_and_the_term_is_said(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    forewarn(django_app, submission, officer).submit()
    submission.refresh_from_db()
    from_applicant(submission, "La firma c’è.")

    shown = django_app.get(detail_of(submission), user=officer)

    assert "osservazioni entro" in shown.text
    assert '<span class="review-status review-status--waiting">Osservazioni</span>' in shown.text
    assert "Osservazioni inviate" in shown.text


def test_it_waits_in_the_queue_among_those_whose_turn_is_the_applicants(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    forewarn(django_app, submission, officer).submit()
    queue = reverse("candidature_review:index")

    assert submission.reference in django_app.get(f"{queue}?stage=waiting", user=officer).text
    assert submission.reference not in django_app.get(f"{queue}?stage=todo", user=officer).text


def test_who_refuses_though_the_letter_with_the_reasons_never_left_is_warned_and_presses_twice(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    forewarn(django_app, submission, officer).submit()
    Submission.objects.filter(pk=submission.pk).update(info_due_at=timezone.now() - timedelta(hours=1))

    shown = django_app.get(address(submission, "reject"), user=officer)
    assert "La lettera con i motivi ostativi non è partita" in shown.text
    form = shown.forms["decision"]
    form["reason"] = "Manca la firma."
    assert "Manca la firma." in form.submit("then", value="read").text
    warned = form.submit(status=400)
    assert "segna che lo sai" in warned.text
    submission.refresh_from_db()
    assert submission.status == Status.FOREWARNED

    again = warned.forms["decision"]
    again["knows_untold"] = True
    after = again.submit().follow()
    submission.refresh_from_db()
    assert submission.status == Status.REJECTED
    assert "Sapendo che la lettera con i motivi ostativi non era partita" in after.text


def test_who_was_told_is_refused_without_a_warning(
    django_app: DjangoTestApp, submission: Submission, officer: User
) -> None:
    forewarn(django_app, submission, officer).submit()
    outbox.deliver_due()
    Submission.objects.filter(pk=submission.pk).update(info_due_at=timezone.now() - timedelta(hours=1))

    shown = django_app.get(address(submission, "reject"), user=officer)
    assert "non è partita" not in shown.text
    form = shown.forms["decision"]
    form["reason"] = "Manca la firma."
    assert "Sapendo che" not in form.submit().follow().text
