"""A week more for who was asked to complete and did not in time: once for each request, with a letter.

On the pages that say so, and not where somebody proposed an outcome meanwhile (decision 75).
"""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from candidature.log.models import TAKEN_BACK, LogEntry
from candidature.statuses import Status
from candidature.submissions.models import Submission

# In the log.
GIVEN = "give_more_time"
# Of the calendar, after that on which it is given.
DAYS = 7


def without(among: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those of the submissions that were given no more time since they were asked last."""
    asked = LogEntry.objects.filter(submission=OuterRef("submission"), to_status=Status.NEEDS_INFO)
    latest = asked.exclude(action=TAKEN_BACK).order_by("-pk").values("pk")[:1]
    given = LogEntry.objects.filter(submission=OuterRef("pk"), action=GIVEN, pk__gt=Subquery(latest))
    return among.filter(~Exists(given))
