"""A colleague was faster: the page that comes back, posted as it is, says what was typed and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage, Submission
from candidature.pages.participation import ParticipationPage
from candidature.process.workflow import transition
from candidature.statuses import Status
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import EVERYTHING, CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

REASON = "Manca lo statuto,\nche l’avviso chiede all’articolo «4»."


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


def confirmation(browser: Any, user: User, submission: Submission, action: str) -> Any:
    """The form that asks to confirm a change of state, as the page shows it."""
    browser.set_user(user)
    response = browser.get(reverse("candidature_review:decide", args=[submission.pk, action]))
    return response.forms["decision"]


def colleague_takes(page: ParticipationPage, submission: Submission) -> Any:
    return transition(
        submission.pk, "take", Actor.staff(committee_member(page)), expected_version=submission.version
    )


def as_posted(text: str) -> Any:
    """Browsers end lines as RFC 7578 says; the portal keeps what people meant."""
    return text.replace("\r\n", "\n")


def test_pressing_confirm_again_after_a_conflict_sends_the_citizen_the_text_that_was_typed(
    django_app: DjangoTestApp, page: CallPage, submission: Submission
) -> None:
    form = confirmation(django_app, member_of(Role.OFFICERS), submission, "reject")
    form["reason"] = REASON
    colleague_takes(page, submission)

    conflict = form.submit(status=409)
    again = conflict.forms["decision"]
    shown = again["reason"].value
    again.submit(status=302)

    submission.refresh_from_db()
    letter = OutboxMessage.objects.get(subject__contains="Esito")
    assert as_posted(shown) == REASON
    assert submission.status == Status.REJECTED
    assert as_posted(submission.reasons.get().text) == REASON
    assert REASON in as_posted(letter.body)
    assert "['" not in letter.body


def test_a_request_of_integration_survives_a_conflict_with_its_term(
    django_app: DjangoTestApp, page: CallPage, submission: Submission
) -> None:
    form = confirmation(django_app, committee_member(page), submission, "request_info")
    day = timezone.localdate() + timedelta(days=7)
    form["reason"] = REASON
    form["due_on"] = f"{day:%d/%m/%Y}"
    form["questions"] = ["q-motivation"]
    colleague_takes(page, submission)

    again = form.submit(status=409).forms["decision"]
    again.submit(status=302)

    submission.refresh_from_db()
    letter = OutboxMessage.objects.get(subject__contains="Completa la tua")
    assert submission.status == Status.NEEDS_INFO
    assert timezone.localtime(submission.info_due_at).date() == day
    assert REASON in as_posted(letter.body)


def test_a_second_conflict_keeps_the_text_too(
    django_app: DjangoTestApp, page: CallPage, submission: Submission
) -> None:
    form = confirmation(django_app, committee_member(page), submission, "request_info")
    form["reason"] = REASON
    form["everything"] = True
    taken = colleague_takes(page, submission)
    again = form.submit(status=409).forms["decision"]
    asked = transition(
        taken.pk,
        "request_info",
        Actor.staff(committee_member(page)),
        expected_version=taken.version,
        reason="Un’altra cosa.",
        due_at=timezone.now() + timedelta(days=3),
        asked=EVERYTHING,
    )
    transition(asked.pk, "resume", Actor.staff(committee_member(page)), expected_version=asked.version)

    last = again.submit(status=409).forms["decision"]

    assert as_posted(last["reason"].value) == REASON
