"""How long reports are kept: some weeks once they are put right, a year at most."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.outbox.models import OutboxMessage
from riscontri.handling import State
from riscontri.problems.models import ProblemReport

KEPT_ONCE_SOLVED = timedelta(days=90)
KEPT_FOR = timedelta(days=365)


def ends(report: ProblemReport) -> date:
    """The last day on which it is kept, as far as is known now."""
    end = report.told_at + KEPT_FOR
    if report.state == State.SOLVED and report.handled_at is not None:
        end = min(end, report.handled_at + KEPT_ONCE_SOLVED)
    return timezone.localdate(end)


@transaction.atomic
def forget(report: ProblemReport) -> None:
    """Erases a report and the letter that told of it, whether it has left or not."""
    OutboxMessage.objects.filter(key=report.letter_key).delete()
    report.delete()


def prune(now: datetime | None = None) -> None:
    """Forgets the reports whose time is over."""
    now = now or timezone.now()
    solved_long_ago = Q(state=State.SOLVED, handled_at__lt=now - KEPT_ONCE_SOLVED)
    for report in ProblemReport.objects.filter(Q(told_at__lt=now - KEPT_FOR) | solved_long_ago).iterator():
        forget(report)
