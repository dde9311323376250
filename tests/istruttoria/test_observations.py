"""What an applicant objected stands where it is answered: in the list, beside the decision, before many."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import workflow
from portal.models import User
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.conversations import from_applicant
from tests.candidature.public.journey import pdf
from tests.istruttoria.bulk.jobs import prepared
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/candidature/"
CAME, NONE = "Osservazioni arrivate", "Nessuna osservazione"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(forewarns=True)
    return made


@pytest.fixture
def officer(client: Client, django_app: DjangoTestApp) -> User:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    django_app.set_user(user)
    return user


def forewarned(submission: Submission, officer: User) -> Submission:
    submission.refresh_from_db()
    workflow.transition(
        submission.pk,
        "forewarn",
        Actor.staff(officer),
        expected_version=submission.version,
        reason="Manca la firma.",
        due_at=timezone.now() + timedelta(days=12),
    )
    submission.refresh_from_db()
    return submission


def reconsidered(submission: Submission, officer: User) -> None:
    submission.refresh_from_db()
    workflow.transition(
        submission.pk, "reconsider", Actor.staff(officer), expected_version=submission.version
    )


def objected(submission: Submission, officer: User, *uploads: Any) -> Submission:
    from_applicant(forewarned(submission, officer), "La firma c’è, a pagina due.", *uploads)
    submission.refresh_from_db()
    return submission


def passed() -> None:
    """As if every term that was given were over, an hour ago."""
    waiting = Submission.objects.filter(info_due_at__isnull=False)
    waiting.update(info_due_at=timezone.now() - timedelta(hours=1))


def row_of(shown: Any, submission: Submission) -> str:
    [row] = [one for one in shown.select("tbody tr") if submission.reference in one.get_text()]
    return " ".join(row.get_text(" ").split())


# In the list


def test_the_list_tells_who_objected_from_who_stayed_silent(
    django_app: DjangoTestApp, page: CallPage, officer: User
) -> None:
    objecting, silent = objected(submitted(page), officer), forewarned(submitted(page), officer)
    other = submitted(page)

    while_it_runs = django_app.get(QUEUE, {"stage": "all"}).html
    assert CAME in row_of(while_it_runs, objecting)
    assert NONE not in while_it_runs.get_text()
    assert CAME not in row_of(while_it_runs, silent)
    passed()
    after = django_app.get(QUEUE, {"stage": "all"}).html

    assert CAME in row_of(after, objecting)
    assert NONE in row_of(after, silent)
    assert CAME not in row_of(after, silent)
    assert not {CAME, NONE} & {line for line in (CAME, NONE) if line in row_of(after, other)}


def test_only_what_came_since_the_reasons_were_told_last_counts(
    django_app: DjangoTestApp, page: CallPage, officer: User
) -> None:
    again = objected(submitted(page), officer)
    reconsidered(again, officer)
    assert CAME not in row_of(django_app.get(QUEUE, {"stage": "all"}).html, again)
    forewarned(again, officer)
    passed()

    assert NONE in row_of(django_app.get(QUEUE, {"stage": "all"}).html, again)


def test_a_decision_that_is_taken_back_leaves_the_mark(
    django_app: DjangoTestApp, page: CallPage, officer: User
) -> None:
    one = objected(submitted(page), officer)
    actor = Actor.staff(officer)
    [done] = workflow.transition_many({one.pk: one.version}, "reconsider", actor)
    assert done.made is not None
    [back] = workflow.undo_many({one.pk: done.made}, actor)
    assert back.refusal is None

    assert CAME in row_of(django_app.get(QUEUE, {"stage": "all"}).html, one)


def test_the_filter_finds_either_and_nothing_else(
    django_app: DjangoTestApp, page: CallPage, officer: User
) -> None:
    objecting, silent = objected(submitted(page), officer), forewarned(submitted(page), officer)
    submitted(page)
    form = django_app.get(QUEUE, {"stage": "all"}).html.select('input[name="observations"]')
    assert [one["value"] for one in form] == ["", "sent", "none"]

    found = {
        value: [
            row.reference for row in django_app.get(QUEUE, {"observations": value}).context["object_list"]
        ]
        for value in ("sent", "none")
    }

    assert found == {"sent": [objecting.reference], "none": [silent.reference]}
    shown = django_app.get(QUEUE, {"observations": "sent", "status": "received"}).text
    assert "osservazioni «Arrivate» non stanno insieme" in shown


def test_neither_the_mark_nor_the_filter_walks_through_submissions_or_the_log(
    client: Client, page: CallPage, officer: User
) -> None:
    objected(submitted(page), officer)
    for value in ("sent", "none"):
        with CaptureQueriesContext(connection) as asked:
            client.get(QUEUE, {"observations": value})
        mine = [one["sql"] for one in asked if "'observed'" in one["sql"]]
        assert mine
        if connection.vendor == "sqlite":
            assert not [line for one in mine for line in _plan(one) if line.startswith("SCAN candidature_")]


def _plan(asked: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
        return [str(row[3]) for row in cursor.fetchall()]


# Beside the decision


def test_what_was_objected_stands_open_beside_the_refusal_with_its_files_and_counts_as_read(
    client: Client, page: CallPage, officer: User
) -> None:
    one = objected(submitted(page), officer, pdf("firma.pdf"))
    passed()
    response = client.get(reverse("candidature_review:decide", args=[one.pk, "reject"]))

    shown = BeautifulSoup(response.content, "html.parser")
    # On a phone they stand below the form, which leads to them.
    assert len(shown.select('#decision a[href="#osservazioni-section"]')) == 1
    part = shown.select_one("#osservazioni-section")
    assert part is not None
    assert "La firma c’è, a pagina due." in part.get_text()
    file = one.messages.get().files.get()
    address = reverse("candidature_review:file", args=[one.pk, file.public_id])
    assert address in [link["href"] for link in part.select("a")]
    assert client.get(address).status_code == 200
    assert LogEntry.objects.filter(submission=one, action="messages_read", actor=officer).exists()
    one.refresh_from_db()
    assert one.unread_since is None
    assert one.messages.get().read_at is not None


def test_what_grants_the_application_asks_for_no_answer_to_what_was_objected(
    client: Client, page: CallPage, officer: User
) -> None:
    one = objected(submitted(page), officer)

    answer = client.get(reverse("candidature_review:decide", args=[one.pk, "reconsider"]))

    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.select_one("#osservazioni-section") is not None
    assert shown.select('#decision a[href="#osservazioni-section"]') == []


def test_a_message_that_is_no_objection_does_not_stand_there(
    django_app: DjangoTestApp, page: CallPage, officer: User
) -> None:
    one = submitted(page)
    from_applicant(one, "Una domanda qualsiasi.")
    forewarned(one, officer)
    passed()

    shown = django_app.get(reverse("candidature_review:decide", args=[one.pk, "reject"])).html

    assert shown.select_one("#osservazioni-section") is None
    assert "Una domanda qualsiasi" not in shown.get_text()


def test_who_proposes_the_refusal_reads_them_too(django_app: DjangoTestApp, page: CallPage) -> None:
    one = objected(submitted(page), member_of(Role.OFFICERS))
    address = reverse("candidature_review:decide", args=[one.pk, "propose_reject"])

    shown = django_app.get(address, user=committee_member(page)).html

    assert "La firma c’è" in shown.get_text()


# Before many are refused


def test_the_preview_of_many_says_in_the_row_and_above_that_observations_came(
    django_app: DjangoTestApp, page: CallPage, officer: User
) -> None:
    objecting, silent = objected(submitted(page), officer), forewarned(submitted(page), officer)
    outbox.deliver_due()
    passed()
    rows = [Submission.objects.get(pk=one.pk) for one in (objecting, silent)]
    job = prepared(officer, "reject", *rows, reason="Restano i motivi.")

    shown = django_app.get(reverse("candidature_review:bulk_job", args=[job.pk])).html

    assert CAME in row_of(shown, objecting)
    assert NONE in row_of(shown, silent)
    assert "Per 1 sono arrivate osservazioni" in " ".join(shown.select_one(".bulk-state").get_text().split())
    alone = prepared(officer, "reject", rows[1], reason="Restano i motivi.")
    again = django_app.get(reverse("candidature_review:bulk_job", args=[alone.pk])).html
    assert "osservazioni" not in again.select_one(".bulk-state").get_text()
