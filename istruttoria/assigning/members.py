"""Those among whom work is shared out: who sits on committees, and who oversees all; how much each has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, Sum

from candidature.access.scope import OVERSEE, REVIEW
from candidature.models import Committee, SubmissionCount
from candidature.statuses import OPEN_STATUSES
from istruttoria.absences import cover
from istruttoria.absences.words import named
from portal.models import User


@dataclass(frozen=True)
class Member:
    """An account that reviews, for its committees or for all.

    Attributes:
        pages, zones: ids of what they are in charge of.
        load: how many open submissions are assigned to it now.
        is_away: whether it said so, for today.
        oversees: whether everything is within its reach.
        standing_in: who does, while it is away.
    """

    account: User
    pages: frozenset[int]
    zones: frozenset[int]
    load: int
    is_away: bool
    oversees: bool = False
    standing_in: tuple[User, ...] = ()

    def in_words(self, *facts: str) -> str:
        """How it is offered, with what else is told of it."""
        return named(self.account, *facts, standing_in=self.standing_in if self.is_away else None)

    def reaches(self, page: int, zone: int | None) -> bool:
        return self.oversees or page in self.pages or zone in self.zones


def members(today: date) -> list[Member]:
    """All of them by their names, in a bounded number of queries."""
    pages, zones = _of_each(Committee.pages.through, "page"), _of_each(Committee.zones.through, "zone")
    seats = Committee.members.through.objects.values_list("user", "committee")
    committees: dict[int, set[int]] = {}
    for account, committee in seats:
        committees.setdefault(account, set()).add(committee)
    reviewing = ModelBackend().with_perm(REVIEW)
    # Administrators may do anything, and are no reviewers by that: of them only those with a seat.
    overseeing = set(ModelBackend().with_perm(OVERSEE, include_superusers=False).values_list("pk", flat=True))
    known = User.objects.filter(
        Q(pk__in=committees) | Q(pk__in=overseeing), pk__in=reviewing.order_by().values("pk")
    )
    absent = cover.stand_ins(today)
    loads = _loads([*committees, *overseeing])
    return [
        Member(
            account,
            frozenset().union(*(pages.get(one, ()) for one in committees.get(account.pk, ()))),
            frozenset().union(*(zones.get(one, ()) for one in committees.get(account.pk, ()))),
            loads.get(account.pk, 0),
            account.pk in absent,
            account.pk in overseeing,
            tuple(absent.get(account.pk, ())),
        )
        for account in known.order_by("last_name", "first_name", "email")
    ]


def _of_each(through: type, name: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for committee, pk in through.objects.values_list("committee", name):  # type: ignore[attr-defined]
        found.setdefault(committee, set()).add(pk)
    return found


def _loads(accounts: Collection[int]) -> dict[int, int]:
    counts = SubmissionCount.objects.filter(assigned_to__in=accounts, status__in=OPEN_STATUSES)
    rows = counts.order_by().values("assigned_to").annotate(total=Sum("how_many"))
    return {int(row["assigned_to"] or 0): row["total"] for row in rows}
