"""The queue shows whom others have not confirmed, and finds only those."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from candidature.confirmations import answering
from candidature.confirmations.applications import Application
from candidature.confirmations.naming import Named
from candidature.intake import contact, others, resending
from candidature.models import Confirmation, PendingRevision, Submission
from candidature.statuses import Status
from tests.candidature.confirmations.asking import RITA, confirm, decline, sent_with
from tests.candidature.intake.intake import written
from tests.candidature.public.others import call
from tests.istruttoria.people import committee_member
from tests.istruttoria.test_unreached import listed

pytestmark = pytest.mark.django_db

MARK = "Manca la conferma di altri"


def awaits(submission: Submission) -> bool:
    submission.refresh_from_db()
    return submission.awaits_confirmations


def test_the_filter_finds_those_of_whom_somebody_has_not_confirmed_within_the_budget(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = call(most_partners=2, one_each=False)
    alone, missing, confirmed, withdrawn = (
        sent_with(page),
        sent_with(page, RITA),
        sent_with(page, RITA),
        sent_with(page, RITA),
    )
    confirm(confirmed.confirmations.get())
    Submission.objects.filter(pk=withdrawn.pk).update(status=Status.WITHDRAWN)
    client.force_login(committee_member(page))
    listed(client, others="missing")

    with django_assert_max_num_queries(12):
        assert listed(client, others="missing") == [missing.reference]
    shown = client.get(reverse("candidature_review:index"), {"stage": "all"}).content.decode()
    assert shown.count(MARK) == 1
    assert len(listed(client, stage="all")) == 4
    assert alone.reference in listed(client, others="nonsense", stage="all")


def test_another_committee_finds_none(client: Client) -> None:
    sent_with(call(most_partners=1), RITA)
    client.force_login(committee_member(call()))

    assert listed(client, others="missing") == []


def test_it_follows_every_answer_correction_and_change_of_who_is_asked() -> None:
    page = call(most_partners=2)
    submission = sent_with(page, RITA, Named("Ugo Blu", "ugo@example.org", "Arci"))
    rita, ugo = Confirmation.objects.order_by("pk")

    confirm(rita)
    assert awaits(submission)
    confirm(ugo)
    assert not awaits(submission)
    decline(ugo)
    assert awaits(submission)
    others.take_off(submission, ugo.pk)
    assert not awaits(submission)

    written(submission, {"a": "Altro"}, purpose=PendingRevision.Purpose.CORRECTION)
    resending.send(
        submission,
        PendingRevision.Purpose.CORRECTION,
        version=submission.version,
        received_at=submission.submitted_at,
    )
    assert awaits(submission)
    confirm(rita)
    assert not awaits(submission)
    answering.object_to(rita, at=submission.submitted_at)
    assert awaits(submission)


def test_another_telephone_number_is_nothing_that_anybody_confirms_again() -> None:
    submission = sent_with(call(most_partners=1), RITA)
    confirm(submission.confirmations.get())

    contact.change_phone(submission, "+39061234567")

    submission.refresh_from_db()
    assert submission.confirmations.get().has_confirmed(Application(submission).content)
    assert not submission.awaits_confirmations
