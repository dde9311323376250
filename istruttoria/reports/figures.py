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
from candidature.counts.passages import WHO, What
from candidature.log.holding import by_staff, holding
from candidature.log.models import RECEIVED
from candidature.models import (
    ApplicantKind,
    Draft,
    LogEntry,
    ParticipationPage,
    Passage,
    Submission,
    SubmissionCount,
)
from candidature.pages.kinds import original_pages
from candidature.statuses import LABELS_OF_BOTH, OPEN_STATUSES, Kind, Status, label_for
from istruttoria.trail import ACCESSES
from moduli import Answers, Question, Step, walk
from portal.italian.days import with_article
from portal.models import User
from portal.privacy.suppression import FEWEST_TOLD, Row, hidden_in, hidden_of_all
from territori.models import Zone

DAYS = 90
LOOKED_AT = 1_000
DRAFTS_LOOKED_AT = 1_000
# Who wrote nothing for so long has left, as far as anybody can tell.
LEFT_AFTER = timedelta(days=3)
SHARE = 0.8
ONE_CHOICE = "one_choice"
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


@dataclass(frozen=True)
class Answered:
    """How often each answer to a question was chosen."""

    question: str
    bars: list[Bar]


@dataclass
class Figures:
    """All figures of a report; those that the reader may not see are empty."""

    total: int
    states: list[Bar]
    kinds: list[Bar]
    applicants: list[Bar]
    zones: list[Bar]
    days: list[Bar]
    times: list[Times] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    steps: list[Bar] = field(default_factory=list)
    bodies: list[Answered] = field(default_factory=list)
    passages: list[Bar] = field(default_factory=list)


class Counted(NamedTuple):
    """How many there are of which all of this is the same."""

    zone: int | None
    kind: str
    applicant_kind: str
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
        """How many there are of each zone, kind, applicant, state and colleague, in one query."""
        rows = self.reach.narrow(SubmissionCount.objects.all())
        if self.page is not None:
            rows = rows.filter(page=self.page)
        keys = ("zone", "kind", "applicant_kind", "status", "assigned_to")
        found = rows.order_by().values_list(*keys).annotate(total=Sum("how_many"))
        return [Counted(*row) for row in found if row[-1]]

    def by_page(self, name: str) -> list[Row]:
        """Of each page, how many there are of each state, zone or applicant, in one query."""
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
    applicants: Counter[str] = Counter()
    zones: Counter[int | None] = Counter()
    held: Counter[int] = Counter()
    of_kinds = {row.kind for row in counts}
    (one_kind,) = of_kinds if len(of_kinds) == 1 else ("",)
    for row in counts:
        states[row.status] += row.how_many
        kinds[row.kind] += row.how_many
        applicants[row.applicant_kind] += row.how_many
        zones[row.zone] += row.how_many
        if row.assigned_to is not None and row.status in OPEN_STATUSES:
            held[row.assigned_to] += row.how_many
    figures = Figures(
        total=sum(row.how_many for row in counts),
        states=_bars(
            {
                code: label_for(code, one_kind) if one_kind else str(LABELS_OF_BOTH[Status(code)])
                for code in states
            },
            states,
        ),
        kinds=_bars({code: str(Kind(code).label) for code in kinds}, kinds),
        applicants=_bars({code: str(ApplicantKind(code).label) for code in applicants}, applicants),
        zones=_bars(_names_of_zones(zones), zones),
        days=_arrivals(extent),
    )
    if is_worker:
        figures.times = _times(extent)
        figures.loads = _loads(extent, held, None if sees_colleagues else user.pk)
        page = _page(extent)
        if page is not None:
            figures.bodies = _bodies(extent, page)
        if page is not None and extent.reaches_the_whole_page:
            figures.steps = _steps(extent, figures.total)
            figures.passages = _passages(page)
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
    # Who types what came on paper has not looked at it yet: the office received it.
    acted = by_staff(entries).exclude(action__in=[*ACCESSES, RECEIVED])
    # What was taken back was work, but nobody was answered by it.
    decided = holding(entries.filter(action__in=DECISIONS, from_status__in=OPEN_STATUSES))
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
    decided = holding(decided.filter(action__in=[*DECISIONS, *(f"propose_{one}" for one in DECISIONS)]))
    if not extent.reach.everything or extent.page is not None:
        decided = decided.filter(submission__in=extent.submissions().order_by().values("pk"))
    done: dict[int, int] = dict(decided.values_list("actor").annotate(n=Count("pk")))
    whose = {only} if only is not None else {*held, *done}
    accounts = User.objects.filter(pk__in=whose).order_by("last_name", "first_name", "pk")
    return [Load(str(user), held.get(user.pk, 0), done.get(user.pk, 0)) for user in accounts]


def _page(extent: Extent) -> ParticipationPage | None:
    page = original_pages().filter(pk=extent.page).first() if extent.page is not None else None
    return page.specific if page else None


def _bodies(extent: Extent, page: ParticipationPage) -> list[Answered]:
    """The answers to what decides which questions are asked at all: of an organisation, of which kind it is.

    Of one page alone, by the questions of its form as it is now, of the last `LOOKED_AT` that came.
    """
    asked = _deciding_questions(page.schema["steps"])
    if not asked:
        return []
    last = extent.submissions().order_by("-submitted_at", "-pk").values_list("answers", flat=True)
    given = list(last[:LOOKED_AT])
    return [_answered(question, given) for question in asked]


def _deciding_questions(steps: Iterable[Step]) -> list[Question]:
    """Those where one option is chosen, and an option opens more questions."""
    questions = (question for step in steps for question in step["questions"])
    return [
        one
        for one in questions
        if one["type"] == ONE_CHOICE and any(option["questions"] for option in one["options"])
    ]


def _answered(question: Question, given: Sequence[Answers]) -> Answered:
    names = {option["key"]: option["label"] for option in question["options"]}
    counted = Counter(str(answers.get(question["key"]) or "") for answers in given)
    names |= {key: _("Un’opzione che il modulo non ha più") for key in counted if key and key not in names}
    names[""] = _("Non l’ha detto, o non le era chiesto")
    return Answered(question["label"], _bars({key: names[key] for key in counted}, counted))


def _steps(extent: Extent, sent: int) -> list[Bar]:
    """Drafts by the step at which whoever writes them stands; who left them for days, and what was sent.

    What is begun and forgotten is deleted after some weeks: `_passages` tells of that too.
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


def _passages(page: ParticipationPage) -> list[Bar]:
    """Of the last `DAYS`: how many began, wrote something into each step, and sent.

    Steps are those of the form as it is now; what somebody was asked by a former one is told together.
    """
    counted = Passage.objects.all().since(page.pk, _since()[0])
    if not counted:
        return []
    steps = {WHO: _("Chi sei")} | {
        step["key"]: step["title"] for step in page.schema["steps"] if not step.get("eligibility")
    }
    former = sum(n for (what, step), n in counted.items() if what == What.REACHED and step not in steps)
    bars = [Bar(_("Cominciate"), counted.get((What.BEGUN, ""), 0), "begun")]
    for key, title in steps.items():
        name = _("Scritto qualcosa in «%(step)s»") % {"step": title}
        bars.append(Bar(name, counted.get((What.REACHED, key), 0), f"step:{key}"))
    if former:
        bars.append(Bar(_("Scritto qualcosa in passi che il modulo non ha più"), former, "former"))
    return [*bars, Bar(_("Inviate"), counted.get((What.SENT, ""), 0), "sent")]


def _furthest(steps: Sequence[Step], answers: Answers) -> str:
    """The title of the last step in which something is answered, else of the first."""
    reached = _("Chi sei")
    for step in steps:
        if any(answers.get(question["key"]) not in (None, "", []) for question in walk(step["questions"])):
            reached = step["title"]
    return reached


def for_outside(figures: Figures, extent: Extent) -> Figures:
    """What may be shown to whoever is not of the office: no colleague, and no figure that tells a person.

    Of each page its total is told, and so is of which kind it is: the figures of kinds are sums of those. How
    far drafts came is not: each figure holds the next, and a few who left between two steps would be told.
    """
    if figures.total < FEWEST_TOLD:
        # One bar alone would say it of everybody.
        return Figures(total=figures.total, states=[], kinds=[], applicants=[], zones=[], days=[])
    weeks = extent.by_page_and_week()
    begun, sent = figures.steps[:-1], figures.steps[-1:]
    return Figures(
        total=figures.total,
        states=_told(figures.states, extent.by_page("status")),
        kinds=figures.kinds,
        applicants=_told(figures.applicants, extent.by_page("applicant_kind")),
        zones=_told(figures.zones, extent.by_page("zone")),
        days=_without(_as_weeks(weeks), _hidden(weeks)),
        times=[one for one in figures.times if one.of >= FEWEST_TOLD],
        # What was sent is the total.
        steps=[*_told(begun, [_row(begun)]), *sent],
        bodies=[replace(one, bars=_told(one.bars, [_row(one.bars)])) for one in figures.bodies],
    )


def _row(bars: Iterable[Bar]) -> Row:
    return {bar.key: bar.how_many or 0 for bar in bars}


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
        name = _("settimana %(day)s") % {"day": with_article(week, "dal")}
        weeks.append(Bar(name, whole[week.isoformat()], week.isoformat()))
        week += timedelta(days=7)
    return weeks
