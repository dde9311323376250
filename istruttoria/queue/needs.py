"""What waits for an account, of what is its own or nobody's: each need with its list and its count.

The work of a colleague for whom the account stands in today is its own (`istruttoria.absences`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, TextChoices, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.access.scope import Reach
from candidature.models import Submission, SubmissionCount
from candidature.statuses import Status
from istruttoria.absences import cover
from istruttoria.queue.words import SOON
from portal.models import User

# The office's turn: what an answer may be late for.
_OURS = (Status.RECEIVED, Status.IN_REVIEW, Status.ADMISSIBLE)
# Among the marks of what is counted with several needs at once: it is new, too, and is counted as that.
_NEW_TOO = "also-new"


class Need(TextChoices):
    """Why a submission waits for somebody."""

    ANY = "any", _("Da fare")
    NEW = "new", _("Nuove")
    DUE = "due", _("In scadenza o in ritardo")
    ANSWERED = "answered", _("Integrazioni arrivate")
    UNREAD = "unread", _("Messaggi da leggere")
    EXPIRED = "expired", _("Integrazioni scadute")


# What an index holds alone, and with what is found by its term all but what is new: of these there are few.
_LOOKED_UP = (Need.ANSWERED, Need.UNREAD, Need.EXPIRED)
_FEW = (Need.DUE, *_LOOKED_UP)
_MARKS = {Need.NEW: _NEW_TOO, **{need: need.value for need in _FEW}}


def waiting_for(rows: QuerySet[Any], need: str, user: User) -> QuerySet[Any]:
    """Those of the submissions that need this of the account."""
    return rows.filter(_whose(user), _condition(Need(need)))


def _whose(user: User) -> Q:
    """Of submissions, or of their counts."""
    covered = cover.away(timezone.localdate()).filter(stand_in=user).order_by().values("account")
    return Q(assigned_to__isnull=True) | Q(assigned_to=user.pk) | Q(assigned_to__in=covered)


def _of_row(need: Need) -> Q:
    """What is asked of the row itself."""
    if need is Need.NEW:
        return Q(status=Status.RECEIVED)
    if need is Need.DUE:
        return Q(status__in=_OURS, term_on__lte=timezone.localdate() + timedelta(days=SOON))
    return {
        Need.ANSWERED: Q(completed_at__isnull=False),
        Need.UNREAD: Q(unread_since__isnull=False),
        Need.EXPIRED: Q(info_due_at__lte=timezone.now()),
    }[need]


def _condition(need: Need) -> Q:
    if need is Need.ANY:
        return _of_row(Need.NEW) | _of_row(Need.DUE) | Q(pk__in=_ids(_LOOKED_UP))
    # By their ids, from the index that holds them alone: see `SubmissionQuerySet.with_unread`.
    return Q(pk__in=_ids([need])) if need in _LOOKED_UP else _of_row(need)


def _ids(needs: Sequence[Need]) -> QuerySet[Any, Any]:
    """The ids of what needs any of these, whosever it is."""
    first, *rest = (Submission.objects.filter(_of_row(need)).order_by().values("pk") for need in needs)
    return first.union(*rest) if rest else first


def counted(
    counts: QuerySet[Any], rows: QuerySet[Any], need: str, user: User
) -> list[tuple[QuerySet[Any], Any]]:
    """What to add up for how many need this of the account, each part with how.

    Those that are new the database has counted: of them there are many, and of the others few.

    Args:
        counts: of the submissions, narrowed as `rows` are.
    """
    new = (counts.filter(_whose(user), status=Status.RECEIVED), Sum("how_many"))
    if need == Need.NEW:
        return [new]
    # Grouped as they are, SQLite would walk an index of the groups and look at every row of it.
    needs = _FEW if need == Need.ANY else [Need(need)]
    few = rows.filter(_whose(user), pk__in=_ids(needs))
    return (
        [new, (few.exclude(status=Status.RECEIVED), Count("pk"))]
        if need == Need.ANY
        else [(few, Count("pk"))]
    )


def counting(reach: Reach, user: User, what: str) -> list[QuerySet[Any, Any]]:
    """Queries to be joined to others, for `named`: `what`, how many, and which needs they have at once.

    What is new the database has counted; of the rest each row is looked at once.
    """
    new = reach.narrow(SubmissionCount.objects.filter(status=Status.RECEIVED)).filter(_whose(user))
    few = reach.narrow(Submission.objects.filter(_whose(user), pk__in=_ids(_FEW)))
    at_once = Concat(
        *(
            Case(When(_of_row(need), then=Value(f"{mark} ")), default=Value(""))
            for need, mark in _MARKS.items()
        ),
        output_field=CharField(),
    )
    parts: list[tuple[QuerySet[Any], Any, Any]] = [
        (new, Value(Need.NEW.value, output_field=CharField()), Coalesce(Sum("how_many"), 0)),
        (few, at_once, Count("pk")),
    ]
    return [
        rows.order_by()
        .values(what=Value(what), code=code)
        .annotate(n=how_many)
        .values_list("what", "n", "code")
        for rows, code, how_many in parts
    ]


@dataclass(frozen=True)
class Needed:
    """How many submissions need something of the account."""

    need: Need
    how_many: int


def named(counts: Mapping[str, int]) -> list[Needed]:
    """What `counting` found, by need: all of it first."""
    totals: Counter[str] = Counter()
    for code, how_many in counts.items():
        marks = code.split()
        for mark in marks:
            totals[mark] += how_many
        if _NEW_TOO not in marks:
            totals[Need.ANY] += how_many
    return [Needed(need, totals[need]) for need in Need]


def needed(reach: Reach, user: User) -> list[Needed]:
    """The same in a query of its own."""
    first, *rest = counting(reach, user, "need")
    return named({code: n for _what, n, code in first.union(*rest, all=True)})
