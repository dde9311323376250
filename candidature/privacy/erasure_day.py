"""The last day on which a submission is kept: the one place that computes it.

The day follows the page as it is now, so extending a call or moving an event moves it too: the months of
retention are counted from the page's end (`ParticipationPage.ends_on`: the closing, or the end of the event
if that comes later) and, where a page tells no end, from the day of sending. Work that is open (under review,
waiting for an integration, not yet decided) is never taken, however late it is; neither is a place, or one in
the line, of an event whose day is still to be set; and who has just been answered has time to read it
(`TIME_TO_READ`).

`retention` erases by `due`, the applicant's page, the receipt and the staff's detail show `term_of`, and both
ask the same three rules.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.apps import apps
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from candidature.pages.participation import ParticipationPage
from candidature.statuses import OPEN_STATUSES, Status
from candidature.submissions.models import Submission

# From the last change of state: a late outcome, its letter and the personal link in it must reach somebody.
TIME_TO_READ = timedelta(days=30)
# Who is in one of these comes, or may come, on the day of an event.
_EXPECTED = frozenset({Status.ACCEPTED, Status.RESERVE})


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has no such day."""
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Term:
    """Until when a submission is kept: `day` (Europe/Rome) is the last, unless it `is_open`."""

    day: date
    is_open: bool

    def is_past(self, today: date) -> bool:
        return not self.is_open and self.day < today


def term_of(submission: Submission, page: ParticipationPage) -> Term:
    """The term of one submission by its page's present dates. Costs no query."""
    start = page.ends_on or timezone.localtime(submission.submitted_at).date()
    day = add_months(start, page.retention_months)
    is_open = submission.status in (OPEN_STATUSES | _EXPECTED if page.awaits_its_day else OPEN_STATUSES)
    if not is_open:
        day = max(day, timezone.localtime(submission.updated_at).date() + TIME_TO_READ)
    return Term(day, is_open)


def due(today: date) -> QuerySet[Submission]:
    """What is past its term at the beginning of `today`.

    One query a page model finds the pages with answers, of which there are few; the submissions are then one
    query, however many there are.
    """
    pages = answered_pages()
    concluded = Submission.objects.exclude(_still_open(pages)).exclude(_just_answered(today))
    return concluded.filter(_past_by_page(pages, today))


class Why(StrEnum):
    """Why a submission is kept, or that it is not: the first that holds."""

    WITHIN_TERM = "within its term"
    OPEN = "past its term, but still open"
    JUST_ANSWERED = "past its term, but answered too short a time ago"
    DUE = "due"


@dataclass(frozen=True)
class ErasureForecast:
    """How many submissions of a page, in one state, are kept or due, and why."""

    page_id: int
    why: Why
    status: str
    how_many: int


def forecast(pages: Iterable[ParticipationPage], today: date) -> list[ErasureForecast]:
    """All submissions of these pages counted by what `due` makes of them, in one query."""
    why = Case(
        When(~_past_by_page(pages, today), then=Value(Why.WITHIN_TERM.value)),
        When(_still_open(pages), then=Value(Why.OPEN.value)),
        When(_just_answered(today), then=Value(Why.JUST_ANSWERED.value)),
        default=Value(Why.DUE.value),
        output_field=CharField(),
    )
    rows = Submission.objects.order_by().annotate(why=why).values_list("page", "why", "status")
    counted = rows.annotate(how_many=Count("pk")).order_by("page", "why", "status")
    return [
        ErasureForecast(page_id, Why(found), status, how_many) for page_id, found, status, how_many in counted
    ]


def _still_open(pages: Iterable[ParticipationPage]) -> Q:
    """What of these pages is never taken, however late it is; the same that `term_of` calls open."""
    undated = [page.pk for page in pages if page.awaits_its_day]
    return Q(status__in=OPEN_STATUSES) | Q(page__in=undated, status__in=_EXPECTED)


def _just_answered(today: date) -> Q:
    return Q(updated_at__gte=_midnight(today - TIME_TO_READ))


def answered_pages() -> list[ParticipationPage]:
    """Every page that somebody answered, with its dates and little else."""
    answers = Submission.objects.filter(page=OuterRef("pk"))
    return [
        page
        for model in apps.get_models()
        if issubclass(model, ParticipationPage)
        for page in model.objects.filter(Exists(answers)).order_by("pk").defer_streamfields()
    ]


def _past_by_page(pages: Iterable[ParticipationPage], today: date) -> Q:
    """The submissions whose page's months are over, whatever their state."""
    over: list[int] = []
    undated: dict[int, list[int]] = {}
    for page in pages:
        if page.ends_on is None:
            undated.setdefault(page.retention_months, []).append(page.pk)
        elif add_months(page.ends_on, page.retention_months) < today:
            over.append(page.pk)
    found = Q(page__in=over)  # Nothing, for an empty list.
    for months, page_ids in undated.items():
        found |= Q(page__in=page_ids, submitted_at__lt=_midnight(_first_day_kept(today, months)))
    return found


def _first_day_kept(today: date, months: int) -> date:
    """The earliest day from which so many months are not over yet."""
    # A month has at most 31 days, so this is never too late; then forward, over the ends of short months.
    day = add_months(today, -months) - timedelta(days=4)
    while add_months(day, months) < today:
        day += timedelta(days=1)
    return day


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
