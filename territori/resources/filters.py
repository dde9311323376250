"""What of a Carta an address asks for: by municipality, for whom, kind, open today; or all, for printing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.pages.narrowing import Narrowing
from territori.resources.kinds import Audience, ResourceKind
from territori.resources.when_open import open_on
from territori.zones.models import Municipality

MUNICIPALITY, AUDIENCE, KIND, OPEN, PRINT = "comune", "per", "tipo", "aperto", "stampa"
PARAMETERS = (MUNICIPALITY, AUDIENCE, KIND, OPEN, PRINT)
TODAY, WHOLE = "oggi", "tutto"


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    is_chosen: bool


class Filters:
    """What an address asks for. A value that is not offered is no filter.

    Args:
        resources: the public resources of the Carta.
    """

    def __init__(self, request: HttpRequest, resources: Any) -> None:
        asked = {name: request.GET.get(name, "") for name in PARAMETERS}
        self.resources = resources
        here = Municipality.objects.filter(pk__in=resources.order_by().values("municipality"))
        self.municipalities = [
            Choice(one.cadastral_code, one.name, one.cadastral_code == asked[MUNICIPALITY]) for one in here
        ]
        self.audiences = [
            Choice(one.value, str(one.label), one.value == asked[AUDIENCE])
            for one in Audience
            if one is not Audience.EVERYBODY
        ]
        self.kinds = [Choice(one.value, str(one.label), one.value == asked[KIND]) for one in ResourceKind]
        self.is_open_today = asked[OPEN] == TODAY
        self.is_whole = asked[PRINT] == WHOLE

    @cached_property
    def chosen(self) -> dict[str, Choice]:
        """The values that hold, by parameter."""
        offered = {MUNICIPALITY: self.municipalities, AUDIENCE: self.audiences, KIND: self.kinds}
        found = {
            name: next((one for one in choices if one.is_chosen), None) for name, choices in offered.items()
        }
        if self.is_open_today:
            found[OPEN] = Choice(TODAY, _("aperto oggi"), True)
        return {name: choice for name, choice in found.items() if choice is not None}

    def narrowed(self) -> Any:
        """The resources that have all that was chosen.

        Who looks for a municipality finds what is for the whole zone, too, and who looks for the elderly
        what is for everybody: it is for them as well.
        """
        chosen = {name: one.value for name, one in self.chosen.items()}
        found = self.resources
        if MUNICIPALITY in chosen:
            here = Q(municipality__cadastral_code=chosen[MUNICIPALITY])
            found = found.filter(here | Q(municipality=None))
        if AUDIENCE in chosen:
            everybody = Q(for_whom="") | Q(for_whom__contains=Audience.EVERYBODY.value)
            found = found.filter(Q(for_whom__contains=chosen[AUDIENCE]) | everybody)
        if KIND in chosen:
            found = found.filter(kind=chosen[KIND])
        if OPEN in chosen:
            found = found.filter(open_on(timezone.localdate()))
        return found

    @property
    def narrowing(self) -> Narrowing:
        said = {name: (one.value, one.label) for name, one in self.chosen.items()}
        whole = (WHOLE if self.is_whole else "", _("da stampare"))
        found = Narrowing.to(**said, **{PRINT: whole})
        # What is open changes every day, and the sheet repeats what the pages say.
        is_lasting = not self.is_open_today and not self.is_whole
        return Narrowing(found.parameters, found.words, is_indexable=is_lasting)
