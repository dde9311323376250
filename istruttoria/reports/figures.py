"""The figures of a report. What they cost does not follow how many submissions there are, or is bounded.

States, zones and kinds come from the counts that the database keeps. Days are of the last `DAYS`; times are
those of the last `LOOKED_AT` submissions, because what an office did years ago says little.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Count, DateTimeField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidature.access.scope import Reach
from candidature.models import Draft, LogEntry, Submission, SubmissionCount
from candidature.statuses import OPEN_STATUSES, Kind, Status, label_for
from istruttoria.reports.suppression import FEWEST_TOLD, Row, hidden_in, hidden_of_all
from istruttoria.trail import ACCESSES
from moduli import Answers, Step, walk
from portal.models import User
from territori.models import Zone

DAYS = 90
LOOKED_AT = 1_000
DRAFTS_LOOKED_AT = 1_000
# Who wrote nothing for so long has left, as far as anybody can tell.
LEFT_AFTER = timedelta(days=3)
SHARE = 0.8
DECISIONS = ("accept", "reserve", "reject")


@dataclass(frozen=True)
class Bar:
    """A figure with its name; `how_many` is None where it is not told. `key` is what it is of, as a code."""

    name: str
    how_many: int | None
    key: str = ""


@dataclass(frozen=True)
class Times:
    """How many days something took: half of them within `half`, eight of ten within `most`, of `of`."""

    name: str
    of: int
    half: int
    most: int


@dataclass(frozen=True)
class Load:
    """What one colleague has in hand, and how many outcomes they proposed or decided in the last `DAYS`."""

    name: str
    assigned: int
    decided: int


@dataclass
class Figures:
    """All figures of a report; those that the reader may not see are empty."""

    total: int
    states: list[Bar]
    kinds: list[Bar]
    zones: list[Bar]
    days: list[Bar]
    times: list[Times] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    steps: list[Bar] = field(default_factory=list)


class Counted(NamedTuple):
    zone: int | None
    kind: str
    status: str
    assigned_to: int | None
    how_many: int


@dataclass(frozen=True)
class Extent:
    """What a report is about.

    Attributes:
        reach: what the reader may read.
        page: of one call or event alone; None for all within reach.
    """

    reach: Reach
    page: int | None = None

    def counts(self) -> list[Counted]:
        """How many there are of each zone, kind, state and colleague, in one query."""
        rows = self.reach.narrow(SubmissionCount.objects.all())
        if self.page is not None:
            rows = rows.filter(page=self.page)
        keys = ("zone", "kind", "status", "assigned_to")
        found = rows.order_by().values_list(*keys).annotate(total=Sum("how_many"))
        return [Counted(*row) for row in found if row[-1]]

    def by_page(self, name: str) -> list[Row]:
        """Of each page, how many there are of each state or zone, in one query."""
        rows = self.reach.narrow(SubmissionCount.objects.all())
        if self.page is not None:
            rows = rows.filter(page=self.page)
        found = rows.order_by().values_list("page", name).annotate(total=Sum("how_many"))
        pages: dict[int, dict[str, int]] = {}
        for page, value, total in found:
            if total:
                pages.setdefault(page, {})[_key(value)] = total
        return list(pages.values())

    def by_page_and_week(self) -> list[Row]:
        """Of each page, how many came in each whole week of the last `DAYS`, by its Monday; in one query."""
        since, begins = _since()
        recent = self.submissions().filter(submitted_at__gte=begins).order_by()
        found = (
            recent.annotate(day=TruncDate("submitted_at")).values_list("page", "day").annotate(n=Count("pk"))
        )
        pages: dict[int, Counter[str]] = {}
        for page, day, n in found:
            monday = day - timedelta(days=day.weekday())
            # Of a week that is cut off, a day less would be told each day.
            if monday >= since:
                pages.setdefault(page, Counter())[monday.isoformat()] += n
        return list(pages.values())

    @property
    def reaches_the_whole_page(self) -> bool:
        """Whether it is about one page, of which the reader may read all. Drafts have no zone."""
        return self.page is not None and (self.reach.everything or self.page in self.reach.pages)

    def submissions(self) -> QuerySet[Submission]:
        rows = self.reach.narrow(Submission.objects.all())
        return rows if self.page is None else rows.filter(page=self.page)


def read(extent: Extent, user: User, *, is_worker: bool, sees_colleagues: bool) -> Figures:
    """The figures.

    Args:
        is_worker: the reader takes part in the review, and so is told how long it takes.
        sees_colleagues: the reader sees the load of all, and not their own alone.
    """
    counts = extent.counts()
    states: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    zones: Counter[int | None] = Counter()
    held: Counter[int] = Counter()
    of_kinds = {row.kind for row in counts}
    (one_kind,) = of_kinds if len(of_kinds) == 1 else ("",)
    for row in counts:
        states[row.status] += row.how_many
        kinds[row.kind] += row.how_many
        zones[row.zone] += row.how_many
        if row.assigned_to is not None and row.status in OPEN_STATUSES:
            held[row.assigned_to] += row.how_many
    figures = Figures(
        total=sum(row.how_many for row in counts),
        states=_bars(
            {code: label_for(code, one_kind) if one_kind else str(Status(code).label) for code in states},
            states,
        ),
        kinds=_bars({code: str(Kind(code).label) for code in kinds}, kinds),
        zones=_bars(_names_of_zones(zones), zones),
        days=_arrivals(extent),
    )
    if is_worker:
        figures.times = _times(extent)
        figures.loads = _loads(extent, held, None if sees_colleagues else user.pk)
        figures.steps = _steps(extent, figures.total) if extent.reaches_the_whole_page else []
    return figures


def _key(value: Any) -> str:
    return "" if value is None else str(value)


def _bars(names: Mapping[Any, str], counted: Mapping[Any, int]) -> list[Bar]:
    """The largest first."""
    bars = [Bar(names[value], how_many, _key(value)) for value, how_many in counted.items()]
    return sorted(bars, key=lambda bar: (-(bar.how_many or 0), bar.name))


def _names_of_zones(zones: Iterable[int | None]) -> dict[int | None, str]:
    names = dict(Zone.objects.order_by().values_list("pk", "name"))
    return {zone: names.get(zone or 0, _("Nessuna zona")) for zone in zones}


def _since() -> tuple[date, datetime]:
    """The first of the last `DAYS`, and when it begins."""
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    return since, timezone.make_aware(datetime.combine(since, datetime.min.time()))


def _arrivals(extent: Extent) -> list[Bar]:
    """How many came on each of the last days on which something may have come, up to today."""
    today = timezone.localdate()
    _first_day, begins = _since()
    recent = extent.submissions().filter(submitted_at__gte=begins).order_by()
    counted: dict[date, int] = dict(
        recent.annotate(day=TruncDate("submitted_at")).values_list("day").annotate(n=Count("pk"))
    )
    if not counted:
        return []
    first = min(counted)
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    return [Bar(date_format(day, "j F Y"), counted.get(day, 0)) for day in days]


def _times(extent: Extent) -> list[Times]:
    """From sending to the first that somebody of the office did, and to the decision of a person."""
    last = extent.submissions().order_by("-submitted_at", "-pk")[:LOOKED_AT]
    entries = LogEntry.objects.filter(submission=OuterRef("pk")).order_by("at")
    acted = entries.filter(actor__isnull=False).exclude(action__in=ACCESSES)
    decided = entries.filter(action__in=DECISIONS, from_status__in=OPEN_STATUSES)
    rows = last.annotate(
        acted_at=Subquery(acted.values("at")[:1], output_field=DateTimeField()),
        decided_at=Subquery(decided.values("at")[:1], output_field=DateTimeField()),
    ).values_list("submitted_at", "acted_at", "decided_at")
    found = list(rows)
    return [
        *_taken(_("Dall’invio alla prima azione"), [(sent, acted_at) for sent, acted_at, _decided in found]),
        *_taken(_("Dall’invio alla decisione"), [(sent, decided_at) for sent, _acted, decided_at in found]),
    ]


def _taken(name: str, spans: Iterable[tuple[datetime, datetime | None]]) -> list[Times]:
    days = sorted(max(0, (_day(end) - _day(start)).days) for start, end in spans if end is not None)
    if not days:
        return []
    return [Times(name, len(days), math.ceil(median(days)), days[math.ceil(SHARE * len(days)) - 1])]


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _loads(extent: Extent, held: Mapping[int, int], only: int | None) -> list[Load]:
    """Who works on how many, and who decided or proposed how many of those within reach."""
    since = timezone.now() - timedelta(days=DAYS)
    decided = LogEntry.objects.filter(at__gte=since, actor__isnull=False).order_by()
    decided = decided.filter(action__in=[*DECISIONS, *(f"propose_{action}" for action in DECISIONS)])
    if not extent.reach.everything or extent.page is not None:
        decided = decided.filter(submission__in=extent.submissions().order_by().values("pk"))
    done: dict[int, int] = dict(decided.values_list("actor").annotate(n=Count("pk")))
    whose = {only} if only is not None else {*held, *done}
    accounts = User.objects.filter(pk__in=whose).order_by("last_name", "first_name", "pk")
    return [Load(str(user), held.get(user.pk, 0), done.get(user.pk, 0)) for user in accounts]


def _steps(extent: Extent, sent: int) -> list[Bar]:
    """Drafts by the step at which whoever writes them stands; who left them for days, and what was sent.

    What is begun and forgotten is deleted after some weeks, and then counted nowhere.
    """
    drafts = Draft.objects.filter(page=extent.page).order_by("-pk")
    rows = drafts.values_list("answers", "last_name", "updated_at", "form_version__schema")[:DRAFTS_LOOKED_AT]
    standing: Counter[str] = Counter()
    order: list[str] = [_("Chi sei")]
    left, before = 0, timezone.now() - LEFT_AFTER
    for answers, last_name, updated_at, schema in rows:
        steps = (schema or {}).get("steps", [])
        order += [step["title"] for step in steps if step["title"] not in order]
        standing[_furthest(steps, answers) if last_name else order[0]] += 1
        left += updated_at < before
    bars = [
        Bar(_("In corso: %(step)s") % {"step": step}, standing[step], f"step:{step}")
        for step in order
        if standing[step]
    ]
    return [*bars, Bar(_("Lasciate da più di tre giorni"), left, "left"), Bar(_("Inviate"), sent, "sent")]


def _furthest(steps: Sequence[Step], answers: Answers) -> str:
    """The title of the last step in which something is answered, else of the first."""
    reached = _("Chi sei")
    for step in steps:
        if any(answers.get(question["key"]) not in (None, "", []) for question in walk(step["questions"])):
            reached = step["title"]
    return reached


def for_outside(figures: Figures, extent: Extent) -> Figures:
    """What may be shown to whoever is not of the office: no colleague, and no figure that tells a person.

    Of each page its total is told, and so is of which kind it is: the figures of kinds are sums of those.
    """
    if figures.total < FEWEST_TOLD:
        # One bar alone would say it of everybody.
        return Figures(total=figures.total, states=[], kinds=[], zones=[], days=[])
    weeks = extent.by_page_and_week()
    begun, sent = figures.steps[:-1], figures.steps[-1:]
    return Figures(
        total=figures.total,
        states=_told(figures.states, extent.by_page("status")),
        kinds=figures.kinds,
        zones=_told(figures.zones, extent.by_page("zone")),
        days=_without(_as_weeks(weeks), _hidden(weeks)),
        times=[one for one in figures.times if one.of >= FEWEST_TOLD],
        # What was sent is the total.
        steps=[*_told(begun, [{bar.key: bar.how_many or 0 for bar in begun}]), *sent],
    )


def _hidden(pages: Sequence[Row]) -> set[str]:
    return hidden_in(pages[0]) if len(pages) == 1 else hidden_of_all(pages)


def _told(bars: list[Bar], pages: Sequence[Row]) -> list[Bar]:
    """What is told of these, those that are not by their names: their order would say which is larger."""
    bars = _without(bars, _hidden(pages))
    hidden = sorted((bar for bar in bars if bar.how_many is None), key=lambda bar: bar.name)
    return [*(bar for bar in bars if bar.how_many is not None), *hidden]


def _without(bars: list[Bar], hidden: set[str]) -> list[Bar]:
    """The same without the figures that are hidden; none at all where it would say that each is something."""
    if hidden and hidden >= {bar.key for bar in bars if bar.how_many}:
        return []
    return [replace(bar, how_many=None) if bar.key in hidden else bar for bar in bars]


def _as_weeks(pages: Sequence[Row]) -> list[Bar]:
    """All weeks from the first with something: on one day few come, and somebody may have seen who."""
    whole: Counter[str] = Counter()
    for row in pages:
        whole.update(row)
    if not whole:
        return []
    week, weeks = date.fromisoformat(min(whole)), []
    while week <= timezone.localdate():
        name = _("settimana dal %(day)s") % {"day": date_format(week, "j F Y")}
        weeks.append(Bar(name, whole[week.isoformat()], week.isoformat()))
        week += timedelta(days=7)
    return weeks
