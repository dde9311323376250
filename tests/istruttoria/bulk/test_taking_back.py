"""What many at once changed is taken back while its letters wait, and only then."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process.workflow import transition
from candidature.statuses import Status
from istruttoria.bulk import working
from istruttoria.bulk.models import BulkJob
from portal.italian.days import with_article
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.privacy.consultations import LETTER_RELEASED
from portal.roles import Role
from tests.candidature.factories import submitted
from tests.istruttoria.bulk.jobs import finished, outcome_letters, prepared, states
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


def test_everything_is_taken_back_while_the_letters_wait(
    client: Client, page: CallPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    one, moved, left = submitted(page), submitted(page), submitted(page)
    job = finished(prepared(user, "accept", one, moved, left))
    transition(moved.pk, "reopen", Actor.staff(user), expected_version=2, reason="Ripensato.")
    outcome_letters().filter(related_to=left.reference).update(status="sent", sent_at=timezone.now())
    url = reverse("candidature_review:bulk_job", args=[job.pk])
    assert "Annulla tutto" in client.get(url).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"what": "undo"})

    job.refresh_from_db()
    assert (job.state, states(job)) == ("undone", ["undone", "kept", "kept"])
    one.refresh_from_db()
    assert one.status == Status.RECEIVED
    assert outcome_letters().get(related_to=one.reference).status == OutboxMessage.Status.ABORTED
    text = client.get(url).content.decode()
    assert "La lettera è già partita" in text
    assert f"{user}: Riapri l’istruttoria" in text
    assert "Annulla tutto" not in text


def test_stopped_in_the_middle_what_was_not_done_stays_undone(
    officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PORTION", 2)
    job = prepared(officer, "accept", *[submitted(page) for _one in range(4)])
    working.confirm(job)
    working.do_portion(job.pk)

    assert working.take_back(job, Actor.staff(officer))
    assert not working.take_back(job, Actor.staff(officer))
    working.go_on()

    assert states(job) == ["undone", "undone", "stopped", "stopped"]
    assert set(Submission.objects.values_list("status", flat=True)) == {"received"}


def test_once_the_letters_left_nothing_is_offered_to_be_taken_back(client: Client, page: CallPage) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    job = finished(prepared(user, "accept", submitted(page)))
    outcome_letters().update(next_attempt_at=timezone.now())
    outbox.deliver_due()

    text = client.get(reverse("candidature_review:bulk_job", args=[job.pk])).content.decode()

    assert "Annulla tutto" not in text


def test_letters_wait_for_a_release_and_leave_with_it(client: Client, page: CallPage) -> None:
    user = committee_member(page)
    client.force_login(user)
    rows = [submitted(page) for _one in range(2)]
    for row in rows:
        transition(row.pk, "take", Actor.staff(user), expected_version=1)
        row.refresh_from_db()
    job = finished(prepared(user, "admit", *rows, letters="release"))
    OutboxMessage.objects.filter(batch="").delete()
    outbox.deliver_due()
    assert mail.outbox == []
    url = reverse("candidature_review:bulk_job", args=[job.pk])

    client.post(url, {"what": "release"})

    outbox.deliver_due()
    assert len(mail.outbox) == 2
    assert "Annulla tutto" not in client.get(url).content.decode()
    released = LogEntry.objects.filter(action=LETTER_RELEASED, actor=user).order_by("pk")
    assert [entry.submission for entry in released] == rows
    again = client.post(url, {"what": "release"}, follow=True).content.decode()
    assert "Non c’era più nessuna lettera che aspettava." in again
    assert "in partenza" not in again


def test_the_page_of_a_job_says_when_its_letters_leave(client: Client, page: CallPage) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)

    def said(job: BulkJob) -> str:
        shown = client.get(reverse("candidature_review:bulk_job", args=[job.pk])).content
        state = BeautifulSoup(shown, "html.parser").select_one(".bulk-state")
        assert state
        return " ".join(state.get_text().split())

    released = prepared(user, "accept", submitted(page), letters=BulkJob.Letters.ON_RELEASE)
    assert "Aspettano che qualcuno le faccia partire. Fino ad allora" in said(released)
    assert "1 lettera non è ancora partita: aspetta che qualcuno la faccia partire." in said(
        finished(released)
    )

    by_itself = finished(
        prepared(user, "accept", submitted(page), submitted(page), letters=BulkJob.Letters.AN_HOUR)
    )
    later = outcome_letters().filter(batch=by_itself.batch).order_by("pk").last()
    first_at = later.next_attempt_at
    OutboxMessage.objects.filter(pk=later.pk).update(next_attempt_at=first_at + timedelta(hours=1))
    moment = with_article(timezone.localtime(first_at), "il j F Y, H:i")
    assert f"2 lettere non sono ancora partite: partono da sole, la prima {moment}." in said(by_itself)
