"""The letters about a submission on its page: what was written, when, what became of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidature.models import CallPage, LogEntry, Submission
from portal.models import OutboxMessage, User
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import administrator, committee_member

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def reviewer(client: Client, page: CallPage) -> User:
    user = committee_member(page)
    client.force_login(user)
    return user


def read(client: Client, submission: Submission, letter: OutboxMessage) -> Any:
    return client.get(reverse("candidature_review:letter", args=[submission.pk, letter.pk]))


def test_each_letter_is_listed_with_its_state_and_those_that_left_lead_on(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submission = submitted(page)
    letter = OutboxMessage.objects.get(related_to=submission.reference)
    detail = reverse("candidature_review:detail", args=[submission.pk])
    address = reverse("candidature_review:letter", args=[submission.pk, letter.pk])

    waiting = client.get(detail).content.decode()
    assert letter.subject in waiting
    assert "In attesa" in waiting
    assert address not in waiting
    OutboxMessage.objects.update(status=Status.SENT, sent_at=timezone.now())

    assert address in client.get(detail).content.decode()


def test_a_letter_that_has_not_left_leads_whoever_may_to_the_outbox(client: Client, page: CallPage) -> None:
    submission = submitted(page)
    letter = OutboxMessage.objects.get(related_to=submission.reference)
    detail = reverse("candidature_review:detail", args=[submission.pk])
    address = reverse("portal_outboxmessage_modeladmin_inspect", args=[letter.pk])

    for user, leads_on in ((committee_member(page), False), (administrator(), True)):
        client.force_login(user)
        for status in (Status.PENDING, Status.APPROVAL, Status.DRAFT, Status.ABORTED, Status.BY_HAND):
            OutboxMessage.objects.update(status=status)
            assert (address in client.get(detail).content.decode()) is leads_on
        OutboxMessage.objects.update(status=Status.SENT, sent_at=timezone.now())
        assert address not in client.get(detail).content.decode()


def test_a_letter_is_read_without_its_secret_link_and_that_is_logged(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submission = submitted(page)
    OutboxMessage.objects.update(status=Status.SENT, sent_at=timezone.now())
    letter = OutboxMessage.objects.get()

    answer = read(client, submission, letter)

    assert submission.reference in answer.content.decode()
    assert "/candidature/segui/" not in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("sandbox")
    entry = LogEntry.objects.get(action="letter_read")
    assert (entry.submission, entry.actor) == (submission, reviewer)
    assert entry.details == {"message": str(letter.message_id)}


def test_what_did_not_leave_or_is_about_another_is_not_read(
    client: Client, reviewer: User, page: CallPage
) -> None:
    submission, other = submitted(page), submitted(page)
    elsewhere = submitted(CallPageFactory.create())
    own, of_other, of_elsewhere = (
        OutboxMessage.objects.get(related_to=one.reference) for one in (submission, other, elsewhere)
    )
    assert read(client, submission, own).status_code == 404
    OutboxMessage.objects.update(status=Status.SENT, sent_at=timezone.now())

    assert read(client, submission, of_other).status_code == 404
    assert read(client, elsewhere, of_elsewhere).status_code == 404
    assert not LogEntry.objects.filter(action="letter_read").exists()
    assert read(client, submission, own).status_code == 200
