"""What the log tells of a submission after it was erased, printed by whoever oversees all."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.privacy import erasure_day, requests, retention
from candidature.process import workflow
from istruttoria import trail
from istruttoria.audits import erased
from istruttoria.notes import writing as notes
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.candidature.messages.conversations import from_office
from tests.istruttoria.people import committee_member, member_of, received_file

pytestmark = pytest.mark.django_db

SECRET = "Zanzibarrina"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create(title="Avviso di Zanzibarrina")
    return made


def worked_on(page: CallPage) -> Submission:
    """One that was read, written to and refused, by people whose accounts are gone."""
    submission = submitted(page, first_name=SECRET, answers={"q-motivation": SECRET})
    reviewer, officer = committee_member(page), member_of(Role.OFFICERS)
    for user, name in ((reviewer, "Carla"), (officer, "Ugo")):
        user.first_name, user.last_name = name, "Verdi"
        user.save()
    received_file(submission, f"{SECRET}.pdf")
    trail.record_view(submission, reviewer)
    from_office(submission, reviewer, SECRET)
    notes.write(submission, reviewer, SECRET, key="k" * 22)
    workflow.transition(submission.pk, "reject", Actor.staff(officer), expected_version=1, reason=SECRET)
    reviewer.delete()
    officer.delete()
    return Submission.objects.get(pk=submission.pk)


def told(reference: str) -> list[list[tuple[str, str]]]:
    """What the document says was done, and who looked."""
    erasure = erased.erasure_of(reference)
    assert erasure is not None
    parts = erased.contents(erasure)["parts"]
    return [[(row["what"], row["who_and_when"].split(" · ")[1]) for row in part["rows"]] for part in parts]


def text_of(answer: Any) -> str:
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_once_its_term_is_past_it_is_found_and_printed_and_names_nobody_who_sent_it(
    django_app: DjangoTestApp, page: CallPage
) -> None:
    submission = worked_on(page)
    open_still = submitted(CallPageFactory.create())
    day = erasure_day.term_of(submission, page).day
    assert retention.erase_due(day + timedelta(days=1)) == 1
    assert Submission.objects.get() == open_still
    officer = member_of(Role.OFFICERS)
    django_app.set_user(officer)

    queue = django_app.get(reverse("candidature_review:index"), {"stage": "all"})
    form = queue.click("Cancellate").forms["cerca"]
    form["codice"] = submission.reference[:8].lower()
    found = form.submit()
    assert found.html.select_one(".review-scroll tbody th").get_text() == submission.reference
    assert len(found.html.select(".review-scroll tbody tr")) == 1
    printed = found.click("Scarica il PDF")

    assert printed.headers["Content-Disposition"].endswith(f'filename="registro-{submission.reference}.pdf"')
    text = text_of(printed)
    for said in (submission.reference, "Carla Verdi", "Ugo Verdi", "Non accogliere", "Dati cancellati"):
        assert said in text
    for response in (found.text, text):
        assert SECRET not in response
    entry = LogEntry.objects.get(action=trail.AUDITED)
    assert (entry.actor, entry.reference, entry.submission) == (officer, submission.reference, None)
    assert ("Registro scaricato", str(officer)) in told(submission.reference)[1]


def test_what_its_sender_had_erased_says_who_answered(client: Client, page: CallPage) -> None:
    submission, officer = worked_on(page), member_of(Role.OFFICERS)
    requests.ask(submission, page, timezone.now())
    requests.grant(submission.pk, officer)

    done, looked = told(submission.reference)

    assert done[-2:] == [
        ("Chiesta la cancellazione dei dati", "Chi ha inviato"),
        ("Dati cancellati", str(officer)),
    ]
    assert looked == [("Consultata", "Carla Verdi")]
    assert SECRET not in str(told(submission.reference))


@pytest.mark.parametrize("role", [Role.REVIEWERS, Role.EDITORS])
def test_whoever_does_not_oversee_all_finds_none(client: Client, page: CallPage, role: Role) -> None:
    submission = submitted(page)
    retention.erase(submission)
    client.force_login(committee_member(page) if role is Role.REVIEWERS else member_of(role))

    for address in (
        reverse("candidature_review:erased"),
        reverse("candidature_review:erased_audit", args=[submission.reference]),
    ):
        assert client.get(address).status_code == 302
    assert not LogEntry.objects.filter(action=trail.AUDITED).exists()


def test_what_is_there_still_is_not_printed_by_its_code(client: Client, page: CallPage) -> None:
    submission = submitted(page)
    client.force_login(member_of(Role.OFFICERS))

    for code in (submission.reference, "CS-2026-XXXX-XXXX", "\x00", "a" * 500):
        address = reverse("candidature_review:erased_audit", args=[code])
        assert client.get(address).status_code == 404
    assert not LogEntry.objects.filter(action=trail.AUDITED).exists()


@pytest.mark.parametrize("query", ["", "p=99", "p=zzz", "codice=%00", "codice=%25", "codice=" + "a" * 900])
def test_odd_questions_get_a_list(client: Client, page: CallPage, query: str) -> None:
    client.force_login(member_of(Role.OFFICERS))
    assert client.get(f"{reverse('candidature_review:erased')}?{query}").status_code == 200


def test_the_list_costs_the_same_for_few_and_for_many(
    client: Client, page: CallPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(member_of(Role.OFFICERS))
    address = reverse("candidature_review:erased")
    retention.erase(submitted(page))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _one in range(5):
        retention.erase(submitted(page))

    with django_assert_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize("code", ["", "CS-2026"])
def test_the_list_reads_no_log_but_that_of_erasures(page: CallPage, code: str) -> None:
    retention.erase(submitted(page))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of two rows is read as it stands; of many nobody would.
            cursor.execute("SET LOCAL enable_seqscan = off")
    found = erased.erasures(code)

    assert "log_of_erasures" in found.explain()
    assert "log_of_erasures" in found.order_by().values("pk").explain()


def test_the_document_costs_the_same_for_a_short_log_and_for_a_long_one(
    page: CallPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    submission = worked_on(page)
    retention.erase(submission)
    erasure = erased.erasure_of(submission.reference)
    assert erasure is not None

    with django_assert_num_queries(1):
        erased.contents(erasure)
