"""What a job left undone is tried again by another, each row once."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from candidature.models import Submission
from candidature.process import assigning
from candidature.statuses import Kind, Status
from istruttoria.bulk.acts import ACTS, Act
from istruttoria.bulk.models import BulkJob, BulkRow
from istruttoria.bulk.preparing import prepare
from istruttoria.bulk.words import TRIED_ELSEWHERE
from portal.models import User

_NOT_AGAIN = (TRIED_ELSEWHERE, assigning.HeldByAnotherError.__name__)

State, RowState = BulkJob.State, BulkRow.State


def left_over(job: BulkJob) -> QuerySet[BulkRow]:
    """The rows that were refused and that another job may try.

    Not those of a later job that was confirmed, nor what a colleague has by now: that is not taken from afar.
    Nor those that stand where the act leads nowhere: they would be refused once more.
    """
    refused = job.rows.filter(_where_it_applies(job), state=RowState.REFUSED).exclude(refusal__in=_NOT_AGAIN)
    return refused.exclude(submission__in=_tried(job)).order_by("position")


def _where_it_applies(job: BulkJob) -> Q:
    """The states in which the act of a job can be made, of each kind."""
    applies, found = ACTS[job.act].applies_to, Q(pk__in=())
    for kind in Kind:
        states = [status for status in Status if applies(status, kind)]
        found |= Q(submission__kind=kind, submission__status__in=states)
    return found


def _tried(former: BulkJob) -> QuerySet[BulkRow, int]:
    """The submissions that confirmed jobs tried again of this one."""
    tried = BulkRow.objects.filter(job__again_of=former).exclude(job__state=State.PREPARED)
    return tried.order_by().values_list("submission", flat=True)


def prepare_again(former: BulkJob, act: Act, user: User) -> BulkJob | None:
    """A job of the same act for what a former one left, as it is now; None where the account sees none.

    Each row has the version of this moment: what kept it back is on the screen by now. Who has it is not, so
    that it has the holder that was known then. A day to look at it by that is over is left out.
    """
    left = dict(left_over(former).values_list("submission", "holder"))
    now = Submission.objects.visible_to(user).filter(pk__in=left)
    known = {pk: (version, status) for pk, version, status in now.values_list("pk", "version", "status")}
    rows = [(pk, *known[pk], holder) for pk, holder in left.items() if pk in known]
    if not rows:
        return None
    return prepare(
        act,
        rows,
        user,
        reason=former.reason,
        text=former.text,
        due_at=None if former.due_at and former.due_at < timezone.now() else former.due_at,
        asked=former.what_is_asked,
        target=former.target,
        letters=former.letters,
        listing=former.listing,
        again_of=former,
    )


def confirm(job: BulkJob) -> bool:
    """Makes a job one to be done, if it waits to be confirmed; whether it was now.

    Of those prepared for the same rest, in two tabs or by two people, the first to be confirmed has its rows.
    """
    with transaction.atomic():
        waiting = BulkJob.objects.filter(pk=job.pk, state=State.PREPARED)
        if job.again_of_id is not None:
            # One after the other: nothing is confirmed between the look and the word.
            former = BulkJob.objects.select_for_update().filter(pk=job.again_of_id).first()
            if former is not None and waiting.exists():
                twice = job.rows.filter(state=RowState.WAITING, submission__in=list(_tried(former)))
                twice.update(state=RowState.REFUSED, refusal=TRIED_ELSEWHERE)
        return bool(waiting.update(state=State.RUNNING, confirmed_at=timezone.now()))
