"""What waits for an account, of what is its own or nobody's: each need with its list and its count.

The work of a colleague for whom the account stands in today is its own, and that of one who is away with
nobody in their place is nobody's (`istruttoria.absences`). A proposal waits for whoever may decide, whosever
the submission is: a reviewer proposes what is their own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, TextChoices, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.access.scope import DECIDE, Reach
from candidature.models import Submission, SubmissionCount
from candidature.statuses import Status
from candidature.submissions.models import ASKS
from istruttoria.absences import cover
from istruttoria.opinions import seeing
from istruttoria.queue.words import SOON
from portal.models import User

# The office's turn: what an answer may be late for.
_OURS = (Status.RECEIVED, Status.IN_REVIEW, Status.ADMISSIBLE)
# Among the marks of what is counted with several needs at once: it is counted elsewhere, too, as what is new
# or for another need.
_ELSEWHERE = "also"
# The columns of submissions, and of their counts, by which what waits can be told apart (`Waiting`).
APART = ("status", "page", "zone", "assigned_to")
_BETWEEN = "|"


class Need(TextChoices):
    """Why a submission waits for somebody."""

    ANY = "any", _("Da fare")
    PROPOSED = "proposed", _("Proposte da decidere")
    NEW = "new", _("Nuove")
    DUE = "due", _("In scadenza o in ritardo")
    ANSWERED = "answered", _("Integrazioni arrivate")
    UNREAD = "unread", _("Messaggi da leggere")
    EXPIRED = "expired", _("Integrazioni scadute")
    OPINION = "opinion", _("Pareri arrivati o mancanti")


# What indexes hold alone, and with what is found by its term all but what is new: of these there are few.
_ASKING = (Need.ANSWERED, Need.UNREAD, Need.EXPIRED)
_LOOKED_UP = (*_ASKING, Need.OPINION)
_FEW = (Need.DUE, *_LOOKED_UP)


def needs_of(user: User | AnonymousUser) -> list[Need]:
    """What can wait for the account, all of it first."""
    return [need for need in Need if need is not Need.PROPOSED or user.has_perm(DECIDE)]


def waiting_for(rows: QuerySet[Any], need: str, user: User) -> QuerySet[Any]:
    """Those of the submissions that need this of the account."""
    proposed = _proposed_to(user)
    if need == Need.PROPOSED:
        return rows.filter(proposed)
    if need == Need.ANY:
        # Said of both conditions: one on either side would have SQLite walk every row.
        return rows.filter(whose(user) | proposed, _condition(Need.ANY) | proposed)
    return rows.filter(whose(user), _condition(Need(need)))


def _proposed_to(user: User) -> Q:
    """What somebody proposed, for whoever may decide it; by the ids in the index of proposals."""
    return Q(pk__in=_ids([Q(proposal__isnull=False)]) if user.has_perm(DECIDE) else [])


def whose(user: User) -> Q:
    """What waits for the account: of submissions, or of their counts."""
    covered = cover.work_of(user, timezone.localdate())
    return Q(assigned_to__isnull=True) | Q(assigned_to=user.pk) | Q(assigned_to__in=covered)


def _term_is_near() -> Q:
    return Q(status__in=_OURS, term_on__lte=timezone.localdate() + timedelta(days=SOON))


def _day_is_near() -> Q:
    """The day that whoever has it was given; one that a deleted account left behind is nobody's."""
    soon = timezone.localdate() + timedelta(days=SOON)
    return Q(status__in=_OURS, work_by__lte=soon, assigned_to__isnull=False)


def day_is_here() -> Q:
    """Of submissions: today or before is the day by which whoever has it should have looked at it."""
    return Q(status__in=_OURS, work_by__lte=timezone.localdate(), assigned_to__isnull=False)


def _looked_up(need: Need) -> Q:
    """What of a need an index holds alone."""
    return {
        Need.DUE: _day_is_near(),
        Need.ANSWERED: Q(completed_at__isnull=False),
        Need.UNREAD: Q(unread_since__isnull=False),
        Need.EXPIRED: Q(info_due_at__lte=timezone.now()),
        Need.OPINION: seeing.some_to_see(),
    }[need]


def _is_new() -> Q:
    return Q(status=Status.RECEIVED)


def _condition(need: Need) -> Q:
    if need is Need.NEW:
        return _is_new()
    # By their ids, from the index that holds them alone: see `SubmissionQuerySet.with_unread`.
    if need is Need.ANY:
        return _is_new() | _term_is_near() | Q(pk__in=_ids(map(_looked_up, _FEW)))
    by_index = Q(pk__in=_ids([_looked_up(need)]))
    return _term_is_near() | by_index if need is Need.DUE else by_index


def _few(needs: Iterable[Need]) -> QuerySet[Any, Any]:
    """The ids of what needs any of these few, whosever it is."""
    needs = list(needs)
    term = [_term_is_near()] if Need.DUE in needs else []
    return _ids([*term, *map(_looked_up, needs)])


def _ids(conditions: Iterable[Q]) -> QuerySet[Any, Any]:
    first, *rest = (Submission.objects.filter(one).order_by().values("pk") for one in conditions)
    return first.union(*rest) if rest else first


def counted(
    counts: QuerySet[Any], rows: QuerySet[Any], need: str, user: User
) -> list[tuple[QuerySet[Any], Any]]:
    """What to add up for how many need this of the account, each part with how.

    Those that are new the database has counted: of them there are many, and of the others few.

    Args:
        counts: of the submissions, narrowed as `rows` are.
    """
    new = (counts.filter(whose(user), status=Status.RECEIVED), Sum("how_many"))
    if need == Need.NEW:
        return [new]
    proposed = rows.filter(_proposed_to(user))
    if need == Need.PROPOSED:
        return [(proposed, Count("*"))]
    # Grouped as they are, SQLite would walk an index of the groups and look at every row of it.
    if need != Need.ANY:
        return [(rows.filter(whose(user), pk__in=_few([Need(need)])), Count("*"))]
    few = rows.filter(whose(user), pk__in=_few(_FEW)).exclude(status=Status.RECEIVED)
    proposed_alone = proposed.exclude(whose(user) & _condition(Need.ANY))
    return [new, (few, Count("*")), (proposed_alone, Count("*"))]


class Waiting(NamedTuple):
    """So many submissions that wait for the same.

    Attributes:
        code: what they need, and whether they are counted elsewhere, too: see `counts_for`.
        values: of the columns `APART`, where they were told apart; empty for none.
    """

    how_many: int
    code: str
    values: list[str]


def read(how_many: int, words: str) -> Waiting:
    """A row of `counting`."""
    code, *values = words.split(_BETWEEN)
    return Waiting(how_many, code, values)


def counts_for(need: str, code: str) -> bool:
    """Whether what has a code is to be added up for a need."""
    marks = code.split()
    return _ELSEWHERE not in marks if need == Need.ANY else need in marks


def counting(reach: Reach, user: User, what: str, *, told_apart: str = "") -> list[QuerySet[Any, Any]]:
    """Queries to be joined to others: `what`, a nought, and for `read` how many have which needs at once.

    What is new the database has counted; the rest stands in indexes, and in each once, with the columns by
    which it is told apart.

    Args:
        told_apart: the need whose submissions are told apart by the columns `APART`; empty for none.
    """
    new = reach.narrow(SubmissionCount.objects.filter(status=Status.RECEIVED)).filter(whose(user))
    few = reach.narrow(Submission.objects.filter(whose(user)))
    is_new, is_near = _is_new(), _term_is_near()
    asked = {need.value: _looked_up(need) for need in _ASKING}
    asking = {_ELSEWHERE: is_new, **asked}
    due = Case(When(is_new | ASKS, then=Value(f"{_ELSEWHERE} {Need.DUE}")), default=Value(Need.DUE.value))
    # Those that have a day or an opinion, which no other index holds, are fewer still.
    rare = [_day_is_near(), _looked_up(Need.OPINION)]
    of_rare = {
        _ELSEWHERE: reduce(or_, asked.values(), is_new | is_near),
        Need.DUE.value: _day_is_near() & ~is_near,
        Need.OPINION.value: _looked_up(Need.OPINION),
    }
    # Said of themselves SQLite counts them in their index; by their ids it would read each row.
    is_proposed = Q(proposal__isnull=False) if user.has_perm(DECIDE) else Q(pk__in=[])
    proposed = reach.narrow(Submission.objects.filter(is_proposed))
    counted_above = reduce(or_, map(_looked_up, _FEW), is_new | is_near)
    of_proposed = Case(
        When(whose(user) & counted_above, then=Value(f"{_ELSEWHERE} {Need.PROPOSED}")),
        default=Value(Need.PROPOSED.value),
    )
    parts: list[tuple[set[Need], QuerySet[Any], Any, Any]] = [
        ({Need.NEW}, new, Value(Need.NEW.value, output_field=CharField()), Coalesce(Sum("how_many"), 0)),
        # The index holds all that is asked of these, so that no row is read. Most wait for their applicant.
        (set(_ASKING), few.filter(ASKS, reduce(or_, asked.values())), _marks(asking), Count("*")),
        ({Need.DUE}, few.filter(is_near), due, Count("*")),
        ({Need.DUE, Need.OPINION}, few.filter(pk__in=_ids(rare)), _marks(of_rare), Count("*")),
        ({Need.PROPOSED}, proposed, of_proposed, Count("*")),
    ]
    return [
        rows.order_by()
        .values(what=Value(what), code=_apart(code) if told_apart in {Need.ANY, *needs} else code)
        .annotate(n=how_many)
        .values_list("what", Value(0), "code", "n")
        for needs, rows, code, how_many in parts
    ]


def _apart(code: Any) -> Concat:
    """A code and the values of the columns, of which some are no text and some are empty."""
    pieces: list[Any] = [code]
    for name in APART:
        pieces += [Value(_BETWEEN), Coalesce(Cast(name, CharField()), Value(""))]
    return Concat(*pieces, output_field=CharField())


def _marks(conditions: Mapping[str, Q]) -> Concat:
    """The words of the conditions that a row meets, one after the other."""
    words = [
        Case(When(condition, then=Value(f"{word} ")), default=Value(""))
        for word, condition in conditions.items()
    ]
    return Concat(*words, output_field=CharField())


@dataclass(frozen=True)
class Needed:
    """How many submissions need something of the account."""

    need: Need
    how_many: int


def named(waiting: Iterable[Waiting], user: User) -> list[Needed]:
    """What `counting` found, by need, all of it first; nothing of what cannot wait for the account."""
    by_code: Counter[str] = Counter()
    for one in waiting:
        by_code[one.code] += one.how_many
    return [
        Needed(need, sum(n for code, n in by_code.items() if counts_for(need, code)))
        for need in needs_of(user)
    ]


def needed(reach: Reach, user: User) -> list[Needed]:
    """The same in a query of its own."""
    first, *rest = counting(reach, user, "need")
    return named((read(n, code) for _what, _zero, code, n in first.union(*rest, all=True)), user)
