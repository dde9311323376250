"""The day by which an answer is promised, brought forward where what it is about comes sooner.

It is stored as something is sent (`Submission.respond_by`); nothing but this and a suspension moves it.
"""

from datetime import date, datetime

from django.db import transaction

from candidature.actors import SYSTEM
from candidature.process import changes, suspension
from candidature.statuses import OPEN_STATUSES
from candidature.submissions.models import Submission

BROUGHT_FORWARD = "answer_brought_forward"
# In the log: the day that was promised, and the one that is.
FORMER, DAY = "former_day", "day"

_MOVED = ("respond_by", "suspended_on", "suspended_until")


def bring_forward(page_id: int, day: date, at: datetime) -> int:
    """Has what was sent to a page, and is open, answered by a day; what is promised sooner stays as it is.

    Returns:
        For how many the day was moved.
    """
    with transaction.atomic():
        open_ones = Submission.objects.filter(
            page_id=page_id, status__in=sorted(OPEN_STATUSES), respond_by__gt=day
        )
        rows = list(open_ones.select_for_update(of=("self",)).defer("answers").order_by("pk"))
        former = {row.pk: row.respond_by for row in rows}
        for row in rows:
            suspension.shorten(row, at, day)
        Submission.objects.bulk_update(rows, _MOVED)
        changes.record_many(
            rows,
            BROUGHT_FORWARD,
            SYSTEM,
            details=lambda row: {FORMER: str(former[row.pk]), DAY: day.isoformat()},
        )
    return len(rows)
