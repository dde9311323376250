"""How long an office really takes to answer, kept by the clock so that no page has to measure it.

Measured are the days from sending to the first decision of a person. Of the submissions sent last only
`LOOKED_AT` are read, and of one page only the last `MOST`: what an office did years ago says little.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db import models, transaction
from django.db.models import DateTimeField, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.log.holding import holding
from candidature.log.models import LogEntry
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.statuses import OPEN_STATUSES, Kind, Status
from candidature.submissions.models import Submission

LOOKED_AT = 20_000
MOST = 200
# With fewer answers nothing is said.
LEAST = 20
# So many of ten are answered within the days that are told.
SHARE = 0.8
_ANSWERED = (Status.ACCEPTED, Status.RESERVE, Status.REJECTED)
_DECISIONS = ("accept", "reserve", "reject")


class AnswerPace(models.Model):
    """How long the answers of one page took, or (with no `page`) those of an office to pages of a kind."""

    page = models.PositiveBigIntegerField(null=True, db_index=True)
    office = models.CharField(max_length=200, blank=True, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    answered = models.PositiveIntegerField()
    median_days = models.PositiveIntegerField()
    most_days = models.PositiveIntegerField()
    measured_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tempo di risposta")
        verbose_name_plural = _("tempi di risposta")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page or self.office} {self.kind}: {self.median_days}–{self.most_days}"


@dataclass(frozen=True)
class Likely:
    """When an answer may come, as far as is known.

    Attributes:
        days: within how many days from sending eight of ten had their answer.
        half: within how many half of them had it.
        day: the day by which it would come (Europe/Rome).
        of_page: whether this very page was measured, and not the office's others.
    """

    days: int
    half: int
    day: date
    of_page: bool


def likely(submission: Submission, page: ParticipationPage) -> Likely | None:
    """When an open submission may be answered; None where that is not known. One query."""
    own = Q(page=submission.page_id)
    office = Q(page=None, office=page.office, kind=submission.kind) if page.office else Q(pk__in=[])
    found = sorted(AnswerPace.objects.filter(own | office), key=lambda pace: pace.page is None)
    if not found:
        return None
    pace = found[0]
    day = timezone.localtime(submission.submitted_at).date() + timedelta(days=pace.most_days)
    return Likely(pace.most_days, pace.median_days, day, pace.page is not None)


def measure() -> int:
    """Measures anew, in a bounded number of queries and rows; returns how many paces are known."""
    days_of_page: dict[int, list[int]] = defaultdict(list)
    for page_id, sent, answered in _answers():
        if len(days_of_page[page_id]) < MOST:
            days_of_page[page_id].append(max(0, _day(answered).toordinal() - _day(sent).toordinal()))
    days_of_office: dict[tuple[str, str], list[int]] = defaultdict(list)
    of_page = _offices(days_of_page)
    for page_id, days in days_of_page.items():
        office, kind = of_page.get(page_id, ("", ""))
        if office:
            days_of_office[office, kind] += days
    paces = [
        _pace(days, page=page_id, kind=of_page[page_id][1])
        for page_id, days in days_of_page.items()
        if page_id in of_page
    ]
    paces += [_pace(days, office=office, kind=kind) for (office, kind), days in days_of_office.items()]
    known = [pace for pace in paces if pace.answered >= LEAST]
    with transaction.atomic():
        AnswerPace.objects.all().delete()
        AnswerPace.objects.bulk_create(known)
    return len(known)


def _pace(days: list[int], *, kind: str, page: int | None = None, office: str = "") -> AnswerPace:
    ordered = sorted(days)
    return AnswerPace(
        page=page,
        office=office,
        kind=kind,
        answered=len(ordered),
        median_days=math.ceil(median(ordered)),
        most_days=ordered[math.ceil(SHARE * len(ordered)) - 1],
    )


def _answers() -> Iterable[tuple[int, datetime, datetime]]:
    """Page, moment of sending and moment of the first decision, of those sent last."""
    decisions = LogEntry.objects.filter(
        submission=OuterRef("pk"), action__in=_DECISIONS, from_status__in=OPEN_STATUSES
    )
    decisions = holding(decisions).order_by("at")
    rows = Submission.objects.filter(status__in=_ANSWERED).order_by("-submitted_at", "-pk")[:LOOKED_AT]
    answered_at = Subquery(decisions.values("at")[:1], output_field=DateTimeField())
    found = rows.annotate(answered_at=answered_at).values_list("page_id", "submitted_at", "answered_at")
    return ((page, sent, answered) for page, sent, answered in found.iterator() if answered)


def _offices(page_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The office and the kind of each page."""
    return {
        pk: (office, model.kind)
        for model in participation_models()
        for pk, office in model._default_manager.filter(pk__in=page_ids).values_list("pk", "office")
    }


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
