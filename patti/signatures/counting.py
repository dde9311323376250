"""How many signed, and whose names are shown."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patti.signatures.models import Look, Signature, SignerKind

PER_PAGE = 60


@dataclass(frozen=True)
class Tally:
    """How many persons and bodies."""

    persons: int = 0
    bodies: int = 0

    @property
    def total(self) -> int:
        return self.persons + self.bodies

    @property
    def words(self) -> str:
        """Such as “128 persone e 14 organizzazioni”; empty for nobody."""
        persons = ngettext("%(n)d persona", "%(n)d persone", self.persons) % {"n": self.persons}
        bodies = ngettext("%(n)d organizzazione", "%(n)d organizzazioni", self.bodies) % {"n": self.bodies}
        if self.persons and self.bodies:
            return _("%(persons)s e %(bodies)s") % {"persons": persons, "bodies": bodies}
        return persons if self.persons else bodies if self.bodies else ""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.persons + other.persons, self.bodies + other.bodies)


def tallies(page_id: int) -> dict[int, Tally]:
    """How many signed each version of a patto, by the number of its row; one query."""
    rows = Signature.objects.filter(page=page_id).order_by().values("version", "kind").annotate(n=Count("pk"))
    found: dict[int, Tally] = {}
    for row in rows:
        one = Tally(bodies=row["n"]) if row["kind"] == SignerKind.BODY else Tally(persons=row["n"])
        found[row["version"]] = found.get(row["version"], Tally()) + one
    return found


def names(page_id: int) -> QuerySet[Any]:
    """The signatures whose names everybody may read: bodies first, each in the order of the alphabet."""
    shown = Signature.objects.filter(page=page_id, shows_name=True, look=Look.APPROVED, forgotten_at=None)
    return shown.select_related("municipality", "version").order_by("kind", "key", "pk")
