"""Who forgets a job while somebody else has it done or taken back: it is gone or under way, never both."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import Actor
from candidature.models import CallPage
from istruttoria.bulk import again, working
from istruttoria.bulk.models import BulkJob
from portal.models import User
from tests.candidature.factories import submitted
from tests.istruttoria.bulk.jobs import finished, form_with, prepared, states
from tests.row_locks import after_waiting

pytestmark = pytest.mark.usefixtures("committed_db")

# So long whoever acts in between has time to do it; a lock keeps them waiting longer.
SECONDS = 1


@contextmanager
def acting_in_between(act: Callable[[], bool]) -> Iterator[list[bool]]:
    """What another connection comes to that acts as soon as this block has looked for jobs to delete."""
    results: list[bool] = []

    def run() -> None:
        try:
            results.append(act())
        finally:
            connection.close()

    other = threading.Thread(target=run)

    def look(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        found = execute(sql, *arguments)
        looks_for_jobs = f'FROM "{BulkJob._meta.db_table}"' in sql and "COUNT(" not in sql
        if looks_for_jobs and other.ident is None:
            other.start()
            other.join(SECONDS)
        return found

    with connection.execute_wrapper(look):
        yield results
    other.join(60)


def is_there(job: BulkJob) -> bool:
    return BulkJob.objects.filter(pk=job.pk).exists()


def test_a_job_that_is_confirmed_in_between_is_not_discarded(officer: User, page: CallPage) -> None:
    job = prepared(officer, "take", submitted(page))

    with acting_in_between(lambda: working.confirm(job)) as confirmed:
        is_discarded = working.discard(job)

    assert confirmed == [not is_discarded]
    assert is_there(job) is not is_discarded


def test_who_discards_a_job_that_is_just_confirmed_is_told_that_it_was(officer: User, page: CallPage) -> None:
    job = prepared(officer, "take", submitted(page))

    is_discarded = after_waiting(
        hold=lambda: again.confirm(job), meanwhile=lambda: None, act=lambda: working.discard(job)
    )

    assert is_discarded is False
    working.go_on()
    assert states(job) == ["done"]


def test_who_confirms_a_job_that_is_just_discarded_is_told_that_nothing_happened(
    django_app: DjangoTestApp, officer: User, page: CallPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = prepared(officer, "take", submitted(page))
    shown = django_app.get(reverse("candidature_review:bulk_job", args=[job.pk]))
    confirm = working.confirm
    # In another tab, after this request has found the job.
    monkeypatch.setattr(working, "confirm", lambda job: working.discard(job) and confirm(job))

    answer = form_with(shown, "what").submit("what", value="confirm").maybe_follow()

    assert answer.request.path == reverse("candidature_review:index")
    assert "Nel frattempo è stato lasciato perdere: non è cambiato nulla." in answer.text
    assert "Era già confermato" not in answer.text


def test_an_old_job_that_is_taken_back_in_between_is_not_forgotten(officer: User, page: CallPage) -> None:
    job = finished(prepared(officer, "take", submitted(page)))
    BulkJob.objects.update(prepared_at=timezone.now() - timedelta(days=91))

    with acting_in_between(lambda: working.take_back(job, Actor.staff(officer))) as taken_back:
        forgotten = working.prune()

    assert taken_back == [not forgotten]
    assert is_there(job) is not bool(forgotten)


def test_an_old_job_that_somebody_holds_is_left_for_another_day(officer: User, page: CallPage) -> None:
    held, old = (prepared(officer, "take", submitted(page)) for _one in range(2))
    BulkJob.objects.update(prepared_at=timezone.now() - timedelta(days=2))

    after_waiting(hold=lambda: again.confirm(held), meanwhile=lambda: None, act=working.prune)

    assert [is_there(job) for job in (held, old)] == [True, False]
