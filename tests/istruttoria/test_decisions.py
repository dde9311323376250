"""Decisions: confirmed knowingly, made once, and never over a colleague's fresh decision."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor, ActorKind
from candidature.models import CallPage, LogEntry, Submission
from candidature.process.transitions import TRANSITIONS
from candidature.process.workflow import transition
from candidature.statuses import Status
from candidature.submissions.channels import Channel
from portal.italian.days import with_article
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page)
    client.force_login(user)
    return user


@pytest.fixture
def officer(client: Client) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    return user


def decide_url(submission: Submission, action: str) -> str:
    return reverse("candidature_review:decide", args=[submission.pk, action])


def decide(client: Client, submission: Submission, action: str, **fields: Any) -> Any:
    return client.post(
        decide_url(submission, action), {"expected_version": submission.version, **fields}, follow=False
    )


def in_days(days: int) -> Any:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def letters_to(submission: Submission, words: str) -> Any:
    return OutboxMessage.objects.filter(related_to=submission.reference, subject__contains=words).count()


def test_before_confirming_it_is_said_which_letter_leaves_and_to_whom(
    client: Client, officer: User, submission: Submission
) -> None:
    text = client.get(decide_url(submission, "accept")).content.decode()

    assert "Parte la lettera" in text
    assert "è stata selezionata" in text
    assert submission.email in text


@pytest.mark.parametrize(
    ("email", "approved", "before", "after"),
    [
        ("ada@example.org", False, "Parte la lettera: «", "e la lettera è in partenza."),
        (
            "ada@example.org",
            True,
            "», a ada@example.org, parte quando l’ha approvata chi può.",
            "e la lettera aspetta che la approvi chi può.",
        ),
        (
            "",
            False,
            "» è da stampare e consegnare a mano.",
            "e la lettera è da stampare e consegnare a mano.",
        ),
        (
            "",
            True,
            "» è da stampare e consegnare a mano, quando l’ha approvata chi può.",
            "e la lettera aspetta che la approvi chi può.",
        ),
    ],
)
def test_what_becomes_of_the_letter_is_said_before_and_after(
    django_app: DjangoTestApp, email: str, approved: bool, before: str, after: str
) -> None:
    one = submitted(CallPageFactory.create(letters_need_approval=approved))
    Submission.objects.filter(pk=one.pk).update(email=email, channel=Channel.PAPER)

    asked = django_app.get(decide_url(one, "accept"), user=member_of(Role.OFFICERS))
    done = asked.forms["decision"].submit().follow()

    assert before in asked.text
    assert after in done.text
    assert ("Parte la lettera" in asked.text) is ("in partenza" in done.text) is bool(email and not approved)


def test_where_no_letter_leaves_it_is_said_too(
    client: Client, reviewer: User, submission: Submission
) -> None:
    assert "Non parte nessuna lettera" in client.get(decide_url(submission, "take")).content.decode()


def test_opening_the_confirmation_changes_nothing(
    client: Client, officer: User, submission: Submission
) -> None:
    for step in TRANSITIONS:
        if step.by is ActorKind.STAFF:
            client.get(decide_url(submission, step.action))

    submission.refresh_from_db()
    assert (submission.status, submission.version) == (Status.RECEIVED, 1)


def test_a_request_of_integration_asks_for_a_reason_and_a_term(
    client: Client, reviewer: User, submission: Submission
) -> None:
    response = decide(
        client, submission, "request_info", reason="Manca lo statuto.", due_on=in_days(10), everything="on"
    )

    assert response.status_code == 302
    submission.refresh_from_db()
    assert submission.status == Status.NEEDS_INFO
    until = timezone.localtime(submission.info_due_at)
    assert (until.date(), until.hour, until.minute) == (timezone.localdate() + timedelta(days=10), 23, 59)
    assert submission.reasons.get().text == "Manca lo statuto."
    assert letters_to(submission, f"Completa la tua candidatura entro {with_article(until, 'il j F')}") == 1
    # The applicant reads the day that the reviewer chose, not the midnight after it.
    assert "ore 23:59" in OutboxMessage.objects.get(subject__contains="Completa la tua").body


@pytest.mark.parametrize("due_on", ["", "ieri", in_days(0), in_days(-3), in_days(4000), "9999-99-99"])
def test_an_impossible_term_is_refused_and_the_reason_stays(
    client: Client, reviewer: User, submission: Submission, due_on: Any
) -> None:
    response = decide(
        client, submission, "request_info", reason="Manca lo statuto.", due_on=due_on, everything="on"
    )

    assert response.status_code == 400
    assert "Manca lo statuto." in response.content.decode()
    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


@pytest.mark.parametrize("reason", ["", "   ", "\n\n"])
def test_a_rejection_without_a_reason_is_refused(
    client: Client, officer: User, submission: Submission, reason: str
) -> None:
    response = decide(client, submission, "reject", reason=reason)

    assert response.status_code == 400
    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


def test_a_double_click_on_accept_is_one_decision_and_one_letter(
    client: Client, officer: User, submission: Submission
) -> None:
    first = decide(client, submission, "accept")
    second = decide(client, submission, "accept")

    assert (first.status_code, second.status_code) == (302, 302)
    assert letters_to(submission, "selezionata") == 1
    assert LogEntry.objects.filter(submission=submission, action="accept").count() == 1


def test_two_officers_on_the_same_submission_the_second_is_told_what_changed(
    client: Client, officer: User, submission: Submission
) -> None:
    colleague = member_of(Role.OFFICERS)
    transition(submission.pk, "reserve", Actor.staff(colleague), expected_version=1, reason="Posti finiti.")

    response = decide(client, submission, "reject", reason="La mia lunga motivazione.")

    text = response.content.decode()
    assert response.status_code == 409
    assert str(colleague) in text
    assert "Metti in riserva" in text
    assert "La mia lunga motivazione." in text
    submission.refresh_from_db()
    assert submission.status == Status.RESERVE
    assert letters_to(submission, "Esito") == 0


def test_what_is_no_longer_possible_is_said_and_what_was_typed_can_be_copied(
    client: Client, officer: User, submission: Submission
) -> None:
    transition(submission.pk, "reject", Actor.staff(officer), expected_version=1, reason="No.")

    response = decide(client, submission, "reserve", reason="Un testo scritto con cura.")

    assert response.status_code == 409
    assert "Un testo scritto con cura." in response.content.decode()


@pytest.mark.parametrize("version", ["", "abc", "-1", "0", "99999999999999999999", "1.5"])
def test_a_version_that_makes_no_sense_decides_nothing(
    client: Client, officer: User, submission: Submission, version: str
) -> None:
    response = client.post(decide_url(submission, "accept"), {"expected_version": version})

    assert response.status_code in (400, 409)
    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


def test_a_full_event_says_that_no_seat_is_left(client: Client) -> None:
    event = EventPageFactory.create(capacity=1, admission="moderated")
    client.force_login(member_of(Role.OFFICERS))
    first, second = submitted(event), submitted(event)

    decide(client, first, "accept")
    response = decide(client, second, "accept")

    assert response.status_code == 400
    assert "I posti sono tutti assegnati" in response.content.decode()
    assert Submission.objects.get(pk=second.pk).status == Status.RECEIVED


@pytest.mark.parametrize("action", ["complete", "withdraw", "promote", "confirm", "queue", "boh"])
def test_what_only_applicants_or_the_portal_do_has_no_page(
    client: Client, reviewer: User, submission: Submission, action: str
) -> None:
    assert client.get(decide_url(submission, action)).status_code == 404
    assert decide(client, submission, action).status_code == 404


def test_a_reviewer_cannot_reopen_a_concluded_procedure(
    client: Client, reviewer: User, submission: Submission
) -> None:
    officer = Actor.staff(member_of(Role.OFFICERS))
    submission = transition(submission.pk, "reject", officer, expected_version=1, reason="No.")

    decide(client, submission, "reopen", reason="Ci ho ripensato.")

    submission.refresh_from_db()
    assert submission.status == Status.REJECTED


def test_a_sign_up_that_was_sent_anew_is_not_reopened_and_the_page_says_why(
    client: Client, officer: User
) -> None:
    page = EventPageFactory.create(capacity=5)
    who: dict[str, Any] = {"first_name": "Ada", "last_name": "Prova", "email": "ada@example.org"}
    first = submitted(page, **who)
    by = Actor.staff(officer)
    first = transition(first.pk, "revoke", by, expected_version=first.version, reason="No.")
    submitted(page, **who)

    answer = decide(client, first, "reopen", reason="Ci ho ripensato.")

    assert answer.status_code == 400
    assert "La stessa persona ne ha inviata un’altra che vale" in answer.content.decode()
    first.refresh_from_db()
    assert first.status == Status.REJECTED
