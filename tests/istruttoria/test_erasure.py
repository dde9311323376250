"""A request that data be erased is work for officers: seen in the queue, answered once, told by letter."""

from typing import Any

import pytest
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.access.scope import DECIDE, REVIEW
from candidature.models import CallPage, ErasureRequest, LogEntry, Submission
from candidature.privacy import requests
from portal.models import OutboxMessage
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, staff, submitted
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def asked(page: CallPage) -> Submission:
    submission = submitted(page)
    requests.ask(submission, page, timezone.now())
    return submission


def answer(app: DjangoTestApp, submission: Submission, user: Any) -> Any:
    """The form of the answer, from the queue on."""
    app.set_user(user)
    queue = app.get("/admin/candidature/?erasure=asked")
    return queue.click(submission.reference).click("Rispondi").forms["decision"]


def test_the_queue_shows_who_asks_and_by_when_and_the_home_how_many(
    django_app: DjangoTestApp, page: CallPage, asked: Submission
) -> None:
    other = submitted(page)
    django_app.set_user(member_of(Role.OFFICERS))

    queue = django_app.get("/admin/candidature/?erasure=asked")

    assert asked.reference in queue
    assert other.reference not in queue
    assert "Chiede la cancellazione: risposta entro " in queue
    assert "Richieste di cancellazione" in django_app.get("/admin/")


def test_granting_erases_tells_by_letter_and_leaves_the_log(
    django_app: DjangoTestApp, asked: Submission
) -> None:
    officer = member_of(Role.OFFICERS)
    form = answer(django_app, asked, officer)
    form["answer"] = "grant"

    after = form.submit(status=302).follow()

    assert "è cancellata" in after
    assert not Submission.objects.exists()
    [letter] = OutboxMessage.objects.all()
    assert letter.recipient == asked.email
    assert "abbiamo cancellato i tuoi dati" in letter.body
    assert LogEntry.objects.get(action="erased").actor == officer


def test_refusing_wants_a_reason_which_the_letter_gives_with_the_right_to_complain(
    django_app: DjangoTestApp, asked: Submission
) -> None:
    form = answer(django_app, asked, member_of(Role.OFFICERS))
    form["answer"] = "refuse"
    form = form.submit(status=400).forms["decision"]
    form["reason"] = "Il procedimento è in corso."

    after = form.submit(status=302).follow()

    assert "Chiede la cancellazione" not in after
    assert Submission.objects.get().reasons.get().text == "Il procedimento è in corso."
    letter = OutboxMessage.objects.get(key__contains=":erasure_refused:")
    assert "Il procedimento è in corso." in letter.body
    assert "Garante per la protezione dei dati personali" in letter.body
    assert "Il procedimento è in corso." not in str(list(LogEntry.objects.values_list("details", flat=True)))


def test_a_reviewer_reads_the_request_and_does_not_answer(
    django_app: DjangoTestApp, page: CallPage, asked: Submission
) -> None:
    django_app.set_user(committee_member(page))

    detail = django_app.get(f"/admin/candidature/{asked.pk}/")

    assert "Chiede la cancellazione dei dati" in detail
    assert "Rispondi" not in detail
    django_app.get(f"/admin/candidature/{asked.pk}/cancellazione/", status=302)
    with pytest.raises(requests.NotAllowedError):
        requests.grant(asked.pk, committee_member(page))
    assert "Richieste di cancellazione" not in django_app.get("/admin/")


def test_whoever_does_not_see_the_submission_decides_nothing(asked: Submission) -> None:
    with pytest.raises(requests.NotAllowedError):
        requests.grant(asked.pk, staff(REVIEW, DECIDE))


def test_a_colleague_who_was_faster_is_told_of(django_app: DjangoTestApp, asked: Submission) -> None:
    form = answer(django_app, asked, member_of(Role.OFFICERS))
    requests.refuse(asked.pk, member_of(Role.OFFICERS), "No.")
    form["answer"] = "grant"

    after = form.submit(status=302).follow()

    assert "ha già risposto qualcun altro" in after
    assert Submission.objects.exists()
    assert ErasureRequest.objects.exclude(refused_at=None).count() == 1
