"""Many at once: shown before, done once, each row with its own answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp
from pytest_django import DjangoCaptureOnCommitCallbacks

from candidature.actors import Actor
from candidature.models import CallPage, LogEntry, Submission
from candidature.process import workflow
from candidature.process.workflow import transition
from candidature.search import finding
from candidature.statuses import Status
from istruttoria.bulk import working
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.bulk.words import code_of, in_words
from istruttoria.queue.selection import MOST_ROWS
from portal.models import OutboxMessage, User
from portal.outbox import sending as outbox
from portal.outbox import taking_back
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, EventPageFactory, submitted
from tests.istruttoria.bulk.jobs import (
    CHOOSE,
    finished,
    form_with,
    outcome_letters,
    prepared,
    states,
)
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


# By the pages


def test_from_the_boxes_of_the_list_to_the_decisions_and_their_letters(
    django_app: DjangoTestApp,
    officer: User,
    page: CallPage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first, second, third = submitted(page), submitted(page), submitted(page)
    listing = django_app.get(reverse("candidature_review:index"), {"page": page.pk, "stage": "todo"})
    bar = listing.forms["molte-insieme"]
    bar.set("scelta", True, index=0)
    bar.set("scelta", True, index=2)

    choose = bar.submit()
    assert "<strong>2</strong> candidature scelte" in choose.text
    asked = choose.click("Non accogliere")
    refused = asked.forms["che-cosa"].submit(status=400)
    assert "Scrivi la motivazione" in refused.text
    form = refused.forms["che-cosa"]
    form["reason"] = "Fuori tema: <b>altro</b>."
    preview = form.submit().follow()

    assert "<strong>2</strong> candidature si possono muovere" in preview.text
    assert "Si scrivono 2 lettere: «Esito della tua candidatura»" in preview.text
    assert "&lt;b&gt;altro&lt;/b&gt;" in preview.text
    letter = preview.click("Leggi la lettera", index=0)
    assert "Fuori tema" in letter.text
    assert 'href="#collegamento-personale"' in letter.text
    assert outbox.LINK_PLACEHOLDER not in letter.text
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    assert Submission.objects.filter(status=Status.RECEIVED).count() == 3

    confirm = form_with(preview, "what")
    with django_capture_on_commit_callbacks(execute=True):
        pressed = confirm.submit("what", value="confirm")
    done = pressed.follow()

    assert set(Submission.objects.filter(status=Status.REJECTED)) == {first, third}
    second.refresh_from_db()
    assert second.status == Status.RECEIVED
    assert outcome_letters().count() == 2
    assert "2 lettere non sono ancora partite" in done.text
    outbox.deliver_due()
    assert not [one for one in mail.outbox if "Esito" in one.subject]
    # Back to the very list, its filters included.
    back = done.click("Torna all’elenco", index=0)
    assert f"page={page.pk}" in back.request.query_string


def test_all_that_the_list_holds_is_what_its_filters_choose(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    here = [submitted(page) for _one in range(3)]
    submitted(CallPageFactory.create())
    listing = django_app.get(reverse("candidature_review:index"), {"page": page.pk})

    asked = listing.forms["molte-insieme"].submit("tutte", value="1").click("Accogli")
    asked.forms["che-cosa"].submit()

    assert {row.submission for row in BulkRow.objects.all()} == set(here)


def test_who_takes_all_of_a_list_that_words_cut_takes_what_it_does_not_show_and_is_told(
    client: Client, officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 2)
    sent = [submitted(page, last_name="Frequentissimi") for _one in range(3)]
    words = {"q": "frequentissimi", "page": page.pk}
    said = "l’elenco ne mostra solo le 2 più recenti, qui ci sono tutte le 3"
    client.force_login(officer)

    chosen = client.get(reverse(CHOOSE), {**words, "tutte": "1"})
    accepting = client.get(reverse(CHOOSE), {**words, "tutte": "1", "azione": "accept"})
    of_rows = client.get(reverse(CHOOSE), {**words, "scelta": [one.pk for one in sent]})
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    whole = client.get(reverse(CHOOSE), {**words, "tutte": "1"})

    assert [said in words_of(one) for one in (chosen, accepting)] == [True, True]
    assert [one.context["how_many"] for one in (chosen, accepting, of_rows, whole)] == [3, 3, 3, 3]
    assert not [one for one in (of_rows, whole) if "più recenti" in words_of(one)]


def words_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_second_press_is_no_second_job_and_no_second_letter(
    client: Client, page: CallPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    job = prepared(user, "accept", submitted(page))
    url = reverse("candidature_review:bulk_job", args=[job.pk])

    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            assert client.post(url, {"what": "confirm"}).status_code == 302

    assert outcome_letters().count() == 1
    assert LogEntry.objects.filter(action="accept").count() == 1


def test_what_cannot_move_says_why_and_stops_nobody(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    free, decided = submitted(page), submitted(page)
    transition(decided.pk, "reject", Actor.staff(officer), expected_version=1, reason="No.")
    decided.refresh_from_db()

    job = prepared(officer, "accept", free, decided)

    shown = django_app.get(reverse("candidature_review:bulk_job", args=[job.pk]))
    assert in_words(code_of(workflow.NotPossibleError())) in shown.text
    assert states(finished(job)) == ["done", "refused"]
    decided.refresh_from_db()
    assert decided.status == Status.REJECTED


def test_a_change_between_the_preview_and_the_confirmation_is_a_refusal_and_says_who_made_it(
    django_app: DjangoTestApp, officer: User, page: CallPage
) -> None:
    one, other = submitted(page), submitted(page)
    job = prepared(officer, "accept", one, other)
    colleague = member_of(Role.OFFICERS)
    transition(one.pk, "reject", Actor.staff(colleague), expected_version=1, reason="No.")

    assert states(finished(job)) == ["refused", "done"]

    shown = django_app.get(reverse("candidature_review:bulk_job", args=[job.pk])).text
    assert "Nel frattempo qualcuno l’ha cambiata." in shown
    assert f"{colleague}: Non accogliere" in shown
    assert outcome_letters().count() == 1


def test_more_seats_than_there_are_are_not_promised(officer: User) -> None:
    event = EventPageFactory.create(capacity=2, admission="moderated")
    job = prepared(officer, "accept", *[submitted(event) for _one in range(3)])

    assert [row.refusal for row in job.rows.all()] == ["", "", "NoSeatLeftError"]


def test_searched_words_are_not_kept_with_a_job(client: Client, page: CallPage) -> None:
    client.force_login(member_of(Role.OFFICERS))
    one = submitted(page)
    address = f"{reverse(CHOOSE)}?q=Rossi&status=received&scelta={one.pk}&azione=take"

    client.post(address, {})

    assert BulkJob.objects.get().listing == "status=received"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "scelta=",
        "scelta=abc&azione=accept",
        "scelta=99999999999999999999999&azione=accept",
        "scelta=-1&azione=%00",
        "tutte=1&page=no&azione=accept&status=zzz",
        "tutte=1&ordering=%27&q=%00",
        "scelta=%F0%9F%98%80",
    ],
)
def test_nonsense_chooses_nothing_and_is_no_error(client: Client, page: CallPage, query: str) -> None:
    client.force_login(member_of(Role.OFFICERS))

    for answer in (client.get(f"{reverse(CHOOSE)}?{query}"), client.post(f"{reverse(CHOOSE)}?{query}")):
        assert answer.status_code == 302


def test_too_many_are_not_begun(client: Client, page: CallPage, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("queue.selection", "bulk.choosing"):
        monkeypatch.setattr(f"istruttoria.{room}.MOST_ROWS", 1)
    for _one in range(2):
        submitted(page, last_name="Bianchi")
    client.force_login(member_of(Role.OFFICERS))

    for query in ("tutte=1", "tutte=1&q=bianchi"):
        answer = words_of(client.get(f"{reverse(CHOOSE)}?{query}&azione=accept", follow=True))
        assert "Sono 2: insieme se ne lavorano al massimo 1, e non è cambiato nulla." in answer
        assert "Lavorale una parte alla volta: restringi l’elenco" in answer
    assert MOST_ROWS == 10_000


# Once, whatever happens


def test_a_portion_cut_off_is_whole_or_untouched_and_is_done_when_the_worker_is_back(
    officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PORTION", 2)
    job = prepared(officer, "accept", *[submitted(page) for _one in range(5)])
    working.confirm(job)
    assert working.do_portion(job.pk)

    def cut(*_args: Any, **_values: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as while_it_dies:
        while_it_dies.setattr(working, "_write", cut)
        with pytest.raises(SystemExit):
            working.do_portion(job.pk)

    assert states(job) == ["done", "done", "waiting", "waiting", "waiting"]
    assert outcome_letters().count() == 2
    working.go_on()
    assert states(job) == ["done"] * 5
    assert outcome_letters().count() == 5
    assert LogEntry.objects.filter(action="accept").count() == 5


def test_a_row_that_fails_stops_no_other(
    officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [submitted(page) for _one in range(3)]
    job = prepared(officer, "accept", *rows)
    real = workflow.transition_many

    def fails_for_one(versions: Any, *args: Any, **values: Any) -> Any:
        if rows[1].pk in versions:
            raise RuntimeError("a letter that cannot be written")
        return real(versions, *args, **values)

    monkeypatch.setattr(workflow, "transition_many", fails_for_one)

    assert states(finished(job)) == ["done", "refused", "done"]
    assert job.rows.get(submission=rows[1]).refusal == "failed"
    assert job.state == BulkJob.State.DONE


def test_five_hundred_cost_no_more_than_their_bound(officer: User, page: CallPage) -> None:
    one = submitted(page)
    crowd = [
        Submission(
            **{
                field.attname: getattr(one, field.attname)
                for field in Submission._meta.concrete_fields
                if field.attname not in ("id", "reference")
            },
            reference=f"CS-2026-{number:04}-PROV",
        )
        for number in range(499)
    ]
    Submission.objects.bulk_create(crowd)
    everyone = list(Submission.objects.all())
    with CaptureQueriesContext(connection) as preparing:
        job = prepared(officer, "accept", *everyone)
    with CaptureQueriesContext(connection) as doing:
        finished(job)

    assert states(job) == ["done"] * 500
    assert outcome_letters().count() == 500
    assert len(preparing) + len(doing) <= 15 + 2 * 500
    # What is asked is asked once for a portion, never for a row.
    assert len(doing) <= 30 * (500 // working.PORTION + 1)


def test_a_job_that_the_database_refuses_keeps_no_other_waiting(
    officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = (prepared(officer, "take", submitted(page)) for _one in range(2))
    real = working.do_portion

    def refuse(job_id: int) -> bool:
        if job_id == broken.pk:
            raise IntegrityError
        return real(job_id)

    monkeypatch.setattr(working, "do_portion", refuse)
    working.confirm(broken)

    assert states(finished(sound)) == ["done"]


# How long it is kept


def test_jobs_are_forgotten_in_their_time(officer: User, page: CallPage) -> None:
    old, recent, unconfirmed = (prepared(officer, "accept", submitted(page)) for _one in range(3))
    finished(old)
    finished(recent)
    outcome_letters().update(status=OutboxMessage.Status.SENT, sent_at=timezone.now())
    BulkJob.objects.filter(pk=old.pk).update(prepared_at=timezone.now() - timedelta(days=91))
    BulkJob.objects.filter(pk=unconfirmed.pk).update(prepared_at=timezone.now() - timedelta(days=2))

    working.prune()

    assert list(BulkJob.objects.all()) == [recent]


def test_a_job_is_there_while_its_letters_wait_and_what_was_tried_again_with_it(
    officer: User, page: CallPage
) -> None:
    waits = finished(prepared(officer, "accept", submitted(page), letters="release"))
    again = finished(prepared(officer, "accept", submitted(page), letters="after", again_of=waits))
    outcome_letters().filter(batch=again.batch).delete()
    BulkJob.objects.update(prepared_at=timezone.now() - timedelta(days=91))

    assert working.prune() == 0

    taking_back.let_go(waits.batch, approves=True)
    outbox.deliver_due()
    assert working.prune() == 2


def test_erasing_a_submission_leaves_nothing_of_it_in_a_job(officer: User, page: CallPage) -> None:
    one = submitted(page)
    job = prepared(officer, "accept", one)
    one.delete()

    assert not job.rows.exists()
    assert finished(job).state == BulkJob.State.DONE


# Its own pages


def test_the_page_of_a_job_costs_the_same_for_two_rows_and_for_fifty(client: Client, page: CallPage) -> None:
    user = member_of(Role.OFFICERS)
    client.force_login(user)
    few = prepared(user, "accept", *[submitted(page) for _one in range(2)])
    many = prepared(user, "accept", *[submitted(page) for _one in range(20)])
    client.get(reverse("candidature_review:bulk_job", args=[few.pk]))
    counted = []
    for job in (few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("candidature_review:bulk_job", args=[job.pk]))
        counted.append(len(queries))

    assert counted[0] == counted[1] <= 25


def test_rows_that_somebody_else_moved_cost_no_query_each(client: Client, page: CallPage) -> None:
    officer = member_of(Role.OFFICERS)
    client.force_login(officer)

    def cost(how_many: int) -> int:
        rows = [submitted(page) for _row in range(how_many)]
        job = prepared(officer, "accept", *rows)
        for row in rows:
            transition(row.pk, "take", Actor.staff(officer), expected_version=1)
        assert states(finished(job)) == ["refused"] * how_many
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("candidature_review:bulk_job", args=[job.pk]))
        return len(queries)

    cost(1)
    assert cost(5) == cost(1)
