"""Does what a job says, in portions, each one transaction: a row is done with its letter, or untouched.

Whoever works holds the job's row, so that two never do the same portion. Killed in the middle, the worker
finds when it is there again the rows that are left. A task only says that there is something to do; every few
seconds the worker's clock looks anyway.
"""

import logging
import time
from collections.abc import Iterable, Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from candidature.actors import Actor
from candidature.process import workflow
from istruttoria.bulk import again
from istruttoria.bulk.acts import ACTS, Result
from istruttoria.bulk.leaving import leave_at
from istruttoria.bulk.listed import letters_waiting
from istruttoria.bulk.models import KEPT_FOR, UNCONFIRMED_KEPT_FOR, BulkJob, BulkRow
from istruttoria.bulk.words import FAILED, code_of
from portal.outbox.sending import Waiting

logger = logging.getLogger(__name__)

# Few enough that others who write hardly wait, and enough that each costs little (SQLite has one writer).
PORTION = 50
PAUSE_SECONDS = 0.02

State, RowState = BulkJob.State, BulkRow.State


def confirm(job: BulkJob) -> bool:
    """Has a job done that waits to be confirmed; whether it was now, and not by an earlier press."""
    begun = again.confirm(job)
    if begun:
        _nudge(job)
    return begun


def discard(job: BulkJob) -> bool:
    """Forgets a job that waits to be confirmed; False where it was confirmed meanwhile."""
    return bool(_forget(BulkJob.objects.filter(pk=job.pk, state=State.PREPARED).select_for_update()))


def _forget(jobs: QuerySet[BulkJob]) -> int:
    """Deletes these jobs with their rows; how many.

    Args:
        jobs: to be locked. What is deleted is looked for first and then deleted by its number: a job that
            somebody confirms in between would be gone while it is under way.
    """
    with transaction.atomic():
        numbers = list(jobs.values_list("pk", flat=True))
        BulkJob.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def take_back(job: BulkJob, actor: Actor) -> bool:
    """Has what a job did taken back, row by row; what it did not do yet stays undone. Whether it was now."""
    done = BulkJob.objects.filter(pk=job.pk, state__in=(State.RUNNING, State.DONE))
    begun = bool(done.update(state=State.UNDOING, undone_by=actor.user, finished_at=None))
    if begun:
        _nudge(job)
    return begun


def _nudge(job: BulkJob) -> None:
    transaction.on_commit(lambda: work.enqueue(job.pk))


@task()
def work(job_id: int) -> None:
    """Goes on with one job until it is finished."""
    while do_portion(job_id):
        time.sleep(PAUSE_SECONDS)


def go_on() -> None:
    """Goes on with every job that is under way: for the clock."""
    under_way = BulkJob.objects.filter(state__in=(State.RUNNING, State.UNDOING))
    for job_id in under_way.values_list("pk", flat=True):
        try:
            work.call(job_id)
        except Exception:
            # It comes again in a moment, and keeps no other waiting.
            logger.exception("Job %d did not go on.", job_id)


def prune() -> int:
    """Forgets old jobs and those that nobody confirmed; returns how many.

    One whose letters wait is where they are let go or taken back, and is there until they left; so is one
    that tries it again, by which it is known what was tried.
    """
    now = timezone.now()
    old = Q(prepared_at__lt=now - KEPT_FOR)
    unconfirmed = Q(state=State.PREPARED, prepared_at__lt=now - UNCONFIRMED_KEPT_FOR)
    ended = BulkJob.objects.exclude(state__in=(State.RUNNING, State.UNDOING)).filter(old | unconfirmed)
    waiting = list(letters_waiting())
    ended = ended.exclude(pk__in=waiting).exclude(again_of__in=waiting)
    # What somebody is about to confirm or take back is not ended.
    return _forget(ended.select_for_update(skip_locked=True))


def do_portion(job_id: int) -> bool:
    """Does the next rows of a job; whether there may be more.

    Where one row fails in a way that nobody foresaw, the portion is done row by row, so that it stops nobody.
    """
    try:
        return _do(job_id, PORTION)
    except (OperationalError, InterfaceError):
        # A database that is locked or away: the same rows come again.
        raise
    except Exception:
        logger.exception("A portion of job %d failed; its rows are done one by one.", job_id)
    for _row in range(PORTION):
        try:
            if not _do(job_id, 1):
                return False
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("A row of job %d failed.", job_id)
            _give_up_one(job_id)
    return True


def _do(job_id: int, at_most: int) -> bool:
    with transaction.atomic():
        job = _locked(job_id)
        if job is None:
            return False
        is_undone = job.state == State.UNDOING
        rows = list(_left(job)[:at_most])
        if not rows:
            _finish(job)
            return False
        outcomes = _undo(job, rows) if is_undone else _perform(job, rows)
        _write(rows, outcomes, is_undone=is_undone)
    return True


def _locked(job_id: int) -> BulkJob | None:
    """The job, if it is under way and nobody else works on it."""
    jobs = BulkJob.objects.select_for_update(skip_locked=True)
    return jobs.filter(pk=job_id, state__in=(State.RUNNING, State.UNDOING)).first()


def _left(job: BulkJob) -> QuerySet[BulkRow]:
    state = RowState.DONE if job.state == State.UNDOING else RowState.WAITING
    return job.rows.filter(state=state).order_by("position")


def _perform(job: BulkJob, rows: Sequence[BulkRow]) -> Iterable[Result]:
    if job.started_by is None:
        # The account is gone, and with it whatever it was allowed.
        return [Result(row.submission_id, workflow.NotAllowedError()) for row in rows]
    until = leave_at(job, timezone.now())
    return ACTS[job.act].perform(job, rows, Actor.staff(job.started_by), Waiting(job.batch, until))


def _undo(job: BulkJob, rows: Sequence[BulkRow]) -> Iterable[Result]:
    if job.undone_by is None:
        return [Result(row.submission_id, workflow.NotAllowedError()) for row in rows]
    return ACTS[job.act].undo(job, rows, Actor.staff(job.undone_by))


def _write(rows: Sequence[BulkRow], results: Iterable[Result], *, is_undone: bool) -> None:
    by_submission = {result.submission_id: result for result in results}
    done, refused = (RowState.UNDONE, RowState.KEPT) if is_undone else (RowState.DONE, RowState.REFUSED)
    for row in rows:
        result = by_submission[row.submission_id]
        row.state = refused if result.refusal else done
        row.refusal = code_of(result.refusal) if result.refusal else ""
        if result.made:
            row.made = result.made
    BulkRow.objects.bulk_update(rows, ["state", "refusal", "made"])


def _finish(job: BulkJob) -> None:
    if job.state == State.UNDOING:
        job.rows.filter(state=RowState.WAITING).update(state=RowState.STOPPED)
    job.state = State.UNDONE if job.state == State.UNDOING else State.DONE
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "finished_at"])


def _give_up_one(job_id: int) -> None:
    """Marks the next row as one that failed, so that the others are done."""
    with transaction.atomic():
        job = _locked(job_id)
        for one in _left(job)[:1] if job else []:
            one.state = RowState.KEPT if one.state == RowState.DONE else RowState.REFUSED
            one.refusal = FAILED
            one.save(update_fields=["state", "refusal"])
