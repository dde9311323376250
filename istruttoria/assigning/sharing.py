"""How work is shared out: evenly, by zone, or to who has the least. Nothing is written here.

The same rows and members give the same shares at any time, so that what was shown is what is done.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from istruttoria.assigning.members import Member


class Way(TextChoices):
    """Who gets the next one, among those within whose reach it is."""

    EVENLY = "evenly", _("In parti uguali: ne riceve una chi finora ne ha ricevute di meno")
    ZONE = "zone", _("Per zona: ciò che riguarda una zona va, finché si può, alla stessa persona")
    LEAST = "least", _("A chi ha meno da fare: conta anche ciò che ha già")


@dataclass(frozen=True)
class Row:
    """What of a submission decides who may get it."""

    pk: int
    page: int
    zone: int | None
    # The account that is away and has it; None for nobody's.
    holder: int | None = None


@dataclass(frozen=True)
class Shares:
    """By submission, the member who gets it; and those that nobody may get."""

    of: dict[int, Member]
    left: list[int]

    @property
    def digest(self) -> str:
        """What the shares are, so that others are noticed."""
        told = ",".join(f"{pk}:{member.account.pk}" for pk, member in sorted(self.of.items()))
        return hashlib.sha256(told.encode()).hexdigest()

    def how_many(self) -> Counter[int]:
        """By account."""
        return Counter(member.account.pk for member in self.of.values())


def share(rows: Sequence[Row], members: Sequence[Member], way: Way) -> Shares:
    """Gives each row, in their order, to one of the members that it is within reach of."""
    of: dict[int, Member] = {}
    left: list[int] = []
    given: Counter[int] = Counter()
    first_of: dict[int | None, list[int]] = {}
    reaching: dict[tuple[int, int | None], list[Member]] = {}

    def chosen(row: Row, among: list[Member]) -> Member:
        if way is Way.ZONE:
            before = first_of.setdefault(row.zone, [])
            found = next((one for pk in before for one in among if one.account.pk == pk), None)
            if found is not None:
                return found
        load: Callable[[Member], int] = (lambda one: one.load) if way is Way.LEAST else (lambda _one: 0)
        least = min(among, key=lambda one: given[one.account.pk] + load(one))
        if way is Way.ZONE:
            first_of[row.zone].append(least.account.pk)
        return least

    for row in rows:
        kind = (row.page, row.zone)
        if kind not in reaching:
            reaching[kind] = [one for one in members if one.reaches(*kind)]
        if not reaching[kind]:
            left.append(row.pk)
            continue
        member = chosen(row, reaching[kind])
        of[row.pk] = member
        given[member.account.pk] += 1
    return Shares(of, left)
