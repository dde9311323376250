"""The page of one submission: what was asked and answered, what happened, who looked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process.workflow import transition
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    question,
    steps,
    submitted,
)
from tests.candidature.intake.intake import completed
from tests.istruttoria.people import committee_member, member_of, received_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page)
    client.force_login(user)
    return user


def detail(submission: Submission) -> str:
    return reverse("candidature_review:detail", args=[submission.pk])


def opened(client: Client, submission: Submission, **parameters: Any) -> str:
    response = client.get(detail(submission), parameters)
    assert response.status_code == 200
    return response.content.decode()


def test_answers_read_as_they_were_asked_even_after_the_form_changed(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submission = submitted(page)
    page.steps = steps(question("short_text", "q-other", "Tutt'altra domanda", max_length=200))
    page.save()

    text = opened(client, submission)

    assert "Perché vuoi partecipare?" in text
    assert "Per dare una mano." in text
    assert "altra domanda" not in text


def test_what_the_editor_called_important_stands_above_the_other_answers(client: Client) -> None:
    important = question("short_text", "q-why", "Perché?", max_length=200, extras={"listed": "yes"})
    plain = question("email", "q-mail", "Email del capofila", required=False)
    page = CallPageFactory.create(steps=steps(plain, important))
    client.force_login(committee_member(page))

    text = opened(client, submitted(page, answers={"q-why": "Per dare una mano."}))

    listed, _heading, rest = text.partition("In evidenza")[2].partition("Email del capofila")
    assert "Per dare una mano." in listed
    assert rest.lstrip().startswith('<small class="review-mark">Dato personale</small>')
    assert "Per dare una mano." in rest


def test_an_integration_shows_the_earlier_answers_beside(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submission = submitted(page)
    asked = transition(
        submission.pk,
        "request_info",
        Actor.staff(reviewer),
        expected_version=1,
        reason="Spiega meglio.",
        due_at=timezone.now() + timedelta(days=5),
        asked=EVERYTHING,
    )
    completed(asked, {"q-motivation": "Perché ci credo."})

    text = opened(client, submission)

    assert "Perché ci credo." in text
    assert "Risposte precedenti" in text
    assert "Per dare una mano." in text
    assert "Spiega meglio." in text


def test_what_an_applicant_typed_is_never_markup(client: Client, reviewer: User, page: CallPage) -> None:
    submission = submitted(
        page, answers={"q-motivation": "<script>alert(1)</script>"}, last_name="<b>Grassetto</b>"
    )

    text = opened(client, submission)

    assert "<script>alert(1)</script>" not in text
    assert "<b>Grassetto</b>" not in text


def test_notice_and_retention_are_shown(client: Client, reviewer: User, page: CallPage) -> None:
    text = opened(client, submitted(page))

    assert str(page.privacy_notice) in text
    assert "Dati conservati fino al" in text


def test_reading_is_logged_once_an_hour_for_each_account(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submission = submitted(page)

    opened(client, submission)
    opened(client, submission)
    client.force_login(committee_member(page))
    opened(client, submission)

    viewed = LogEntry.objects.filter(submission=submission, action="viewed")
    assert viewed.count() == 2
    assert set(viewed.values_list("actor_label", flat=True)) != {""}


def test_next_and_previous_follow_the_list_it_was_opened_from(
    client: Client, reviewer: User, page: CallPage
) -> None:
    first, second, third = (submitted(page) for _turn in range(3))
    for days, submission in enumerate([third, second, first], start=1):
        Submission.objects.filter(pk=submission.pk).update(submitted_at=timezone.now() - timedelta(days=days))

    oldest_first = client.get(detail(second)).context["neighbours"]
    newest_first = client.get(detail(second), {"ordering": "-submitted_at"}).context["neighbours"]

    assert (oldest_first.previous, oldest_first.following) == (detail(first), detail(third))
    assert newest_first.following == detail(first) + "?ordering=-submitted_at"


def test_next_still_works_after_the_decision_took_it_out_of_the_list(
    client: Client, reviewer: User, page: CallPage
) -> None:
    first, second = submitted(page), submitted(page)
    officer = Actor.staff(member_of(Role.OFFICERS))
    transition(first.pk, "reject", officer, expected_version=1, reason="Fuori tema.")

    assert client.get(detail(first)).context["neighbours"].following == detail(second)


def test_its_place_in_the_list_it_was_opened_from_is_said_until_it_leaves_it(
    client: Client, reviewer: User, page: CallPage
) -> None:
    first, second = submitted(page), submitted(page)
    submitted(CallPageFactory.create())

    assert "2 di 2" in " ".join(opened(client, second).split())
    assert "1 di 2" in " ".join(opened(client, second, ordering="-submitted_at", stage="all").split())
    officer = Actor.staff(member_of(Role.OFFICERS))
    transition(first.pk, "reject", officer, expected_version=1, reason="Fuori tema.")
    assert client.get(detail(first)).context["neighbours"].position is None
    assert "1 di 1" in " ".join(opened(client, second).split())


def test_next_never_leads_out_of_scope(client: Client, reviewer: User, page: CallPage) -> None:
    mine = submitted(page)
    submitted(CallPageFactory.create())

    assert client.get(detail(mine)).context["neighbours"].following is None


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999999"])
def test_a_submission_that_does_not_exist_is_not_found(client: Client, reviewer: User, pk: str) -> None:
    assert client.get(f"/admin/candidature/{pk}/").status_code == 404


def test_an_event_shows_its_seat(client: Client) -> None:
    event = EventPageFactory.create()
    client.force_login(committee_member(event))
    submission = submitted(event)

    assert "Posto" in opened(client, submission)


def test_the_page_costs_few_queries_however_much_happened(
    client: Client, reviewer: User, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    submission = submitted(page)
    for number in range(12):
        received_file(submission, f"allegato-{number}.pdf")
    for _turn in range(5):
        asked: dict[str, Any] = {
            "reason": "Perché?",
            "due_at": timezone.now() + timedelta(days=5),
            "asked": EVERYTHING,
        }
        for action, extra in [("request_info", asked), ("resume", {})]:
            submission = transition(
                submission.pk, action, Actor.staff(reviewer), expected_version=submission.version, **extra
            )
    opened(client, submission)
    with django_assert_max_num_queries(18):
        opened(client, submission)
    # What is looked at for the first time is noted besides.
    client.force_login(committee_member(page))
    with django_assert_max_num_queries(19):
        opened(client, submission)
    client.force_login(member_of(Role.OFFICERS))
    client.get(reverse("wagtailadmin_home"))
    with django_assert_max_num_queries(19):
        opened(client, submission)
