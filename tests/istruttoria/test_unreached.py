"""An applicant whom a letter did not reach is work for staff, until somebody reached them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp
from pytest_django import DjangoAssertNumQueries

from candidature.models import CallPage, LogEntry, Submission
from candidature.privacy import retention
from candidature.statuses import Status
from portal.models import OutboxMessage, User
from portal.outbox import delivery_reports, undelivered
from portal.outbox import sending as outbox
from portal.outbox.delivery_reports import Taken
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.portal.outbox import failing_servers
from tests.portal.outbox.test_delivery_reports import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso per i partner")
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page)
    client.force_login(user)
    return user


def unreached(page: CallPage, **who: Any) -> Submission:
    """One whose receipt came back."""
    submission = submitted(page, **who)
    outbox.deliver_due()
    letter = OutboxMessage.objects.get(related_to=submission.reference)
    assert delivery_reports.take(report("postfix", letter).encode()) == Taken.MARKED
    submission.refresh_from_db()
    return submission


def listed(client: Client, **parameters: Any) -> list[str]:
    response = client.get(reverse("candidature_review:index"), parameters)
    assert response.status_code == 200
    return [submission.reference for submission in response.context["object_list"]]


def test_a_letter_that_came_back_marks_its_submission_and_the_log(page: CallPage) -> None:
    submission = unreached(page)

    assert submission.undelivered_since is not None
    entry = LogEntry.objects.get(submission=submission, action="letter_undelivered")
    assert (entry.actor, entry.actor_label) == (None, "Sistema")


def test_a_letter_refused_at_once_marks_it_too(page: CallPage, settings: Any) -> None:
    submission = submitted(page)
    settings.EMAIL_BACKEND = f"{failing_servers.__name__}.RefusesRecipients"
    outbox.deliver_due()

    submission.refresh_from_db()
    assert OutboxMessage.objects.get().status == OutboxMessage.Status.REFUSED
    assert submission.undelivered_since is not None


def test_a_letter_to_an_address_it_no_longer_has_marks_nothing(page: CallPage) -> None:
    submission = submitted(page)
    outbox.deliver_due()
    Submission.objects.filter(pk=submission.pk).update(email="altro@example.org")
    letter = OutboxMessage.objects.get()

    assert delivery_reports.take(report("exim", letter).encode()) == Taken.MARKED
    submission.refresh_from_db()
    assert submission.undelivered_since is None


def test_the_queue_finds_them_in_every_state_and_counts_them(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submitted(page)
    waiting, closed = unreached(page), unreached(page)
    Submission.objects.filter(pk=closed.pk).update(status=Status.REJECTED)

    assert set(listed(client, unreached="1")) == {waiting.reference, closed.reference}
    assert listed(client, unreached="1", stage="todo") == [waiting.reference]
    response = client.get(reverse("candidature_review:index"), {"unreached": "1", "stage": "todo"})
    assert response.context["paginator"].count == 1
    assert "Lettera non consegnata" in response.content.decode()


def test_the_filter_costs_the_queue_no_more_than_its_budget(
    client: Client, reviewer: User, page: CallPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        unreached(page)

    with django_assert_max_num_queries(12):
        assert len(listed(client, unreached="1")) == 3


def test_another_committee_sees_none_of_them(client: Client, page: CallPage) -> None:
    unreached(page)
    client.force_login(committee_member(CallPageFactory.create()))

    assert listed(client, unreached="1") == []


def test_the_page_says_so_until_somebody_reached_the_person(
    django_app: DjangoTestApp, reviewer: User, page: CallPage
) -> None:
    submission = unreached(page, email="rosa@example.com")
    shown = django_app.get(f"/admin/candidature/{submission.pk}/", user=reviewer)
    assert "Non consegnata." in shown
    form = next(one for one in shown.forms.values() if one.action.endswith("/raggiunta/"))

    after = form.submit().follow()

    assert "Non consegnata." not in after
    assert "Persona raggiunta per altra via" in after
    submission.refresh_from_db()
    assert submission.undelivered_since is None
    # A second press has nothing to take away, and the log tells of one.
    form.submit()
    assert LogEntry.objects.filter(action="applicant_reached").count() == 1


def test_who_does_not_see_it_takes_no_mark_away(client: Client, page: CallPage) -> None:
    submission = unreached(page)
    client.force_login(committee_member(CallPageFactory.create()))

    assert client.post(f"/admin/candidature/{submission.pk}/raggiunta/").status_code == 404
    submission.refresh_from_db()
    assert submission.undelivered_since is not None


def test_officers_are_told_as_of_refused_letters(page: CallPage) -> None:
    member_of(Role.OFFICERS)
    unreached(page)

    undelivered.tell_officers()

    digest = OutboxMessage.objects.get(subject="Lettere che non sono arrivate")
    assert "1 tornata indietro" in digest.body


def test_what_is_erased_is_not_marked(page: CallPage) -> None:
    submission = submitted(page)
    outbox.deliver_due()
    text = report("postfix", OutboxMessage.objects.get()).encode()
    retention.erase(submission)

    assert delivery_reports.take(text) == Taken.NOT_OURS
