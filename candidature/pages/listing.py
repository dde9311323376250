"""What the page "Partecipa" lists: first what is open, then what will open, then what is over.

Its front shows the first of each; `?stato=` shows one of the three whole, page by page, and `?zona=` what is
of a territory, in either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as ListPage
from django.db.models import CharField, Q, TextChoices, Value
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.pages.standings import attach_standings, standings_of, with_facts
from candidature.pages.window import Window
from portal.languages import ITALIAN, spoken
from portal.media.renditions import attach_card_images
from portal.pages.narrowing import Narrowing
from portal.pages.pagination import paginate
from portal.pages.translations import same_as
from territori.models import TerritoryPage
from territori.pages.choices import offered

PER_PAGE = 12
PARAMETER, ZONE = "stato", "zona"


class State(TextChoices):
    """One of the three lists; its value stands in the address."""

    OPEN = "aperti", _("Aperti ora")
    UPCOMING = "prossimi", _("Si apriranno")
    CONCLUDED = "conclusi", _("Conclusi")


# How many of each the front shows.
ON_FRONT: Mapping[State, int] = {State.OPEN: 9, State.UPCOMING: 6, State.CONCLUDED: 6}
ALL_OF: Mapping[State, str | Promise] = {
    State.OPEN: _("Tutto ciò che è aperto"),
    State.UPCOMING: _("Tutto ciò che si aprirà"),
    State.CONCLUDED: _("Tutto ciò che si è concluso"),
}

# A page by its number and its kind: enough to order a list and to cut it.
Row = tuple[int, str]


@dataclass(frozen=True)
class Listed:
    """One list as the page shows it: `pages`, out of `total`."""

    state: State
    pages: list[ParticipationPage]
    total: int

    @property
    def is_cut(self) -> bool:
        return len(self.pages) < self.total

    @property
    def all_of(self) -> str:
        """The words of the link to the whole list."""
        return str(ALL_OF[self.state])


def _of(model: type[ParticipationPage], language: str, territory: int | None) -> Any:
    pages = model.objects.published().filter(locale__language_code=language)
    return pages if territory is None else pages.filter(territories__in=same_as(territory))


def current(model: type[ParticipationPage], at: datetime, language: str, territory: int | None = None) -> Any:
    """The published pages of a kind and language that are open at a moment, or will be, or are held up."""
    in_time = Q(closes_at__gt=at) | (Q(closes_at__isnull=False) & model.is_suspended_at(at))
    pages = _of(model, language, territory)
    return pages.filter(in_time, concluded=False, opens_at__isnull=False)


def rows(at: datetime, language: str = ITALIAN, territory: int | None = None) -> dict[State, list[Row]]:
    """The published pages of every kind in the order of each list; two queries, whatever their number.

    What is open or will open stands soonest deadline first, what is over or has no dates latest first.

    Args:
        territory: of which alone, by the number of its page; all unless given.
    """
    found = standings_of([current(model, at, language, territory) for model in participation_models()], at)
    found.sort(key=lambda row: (row[2].until or at, row[0]))
    # One that is not ready is on its way too, whatever its date of opening said.
    waiting = (Window.UPCOMING, Window.NOT_READY)
    concluded = _concluded(at, language, territory)
    # What got all it takes is over too, unless somebody withdraws; what began is among the others already.
    closed = [(pk, kind) for pk, kind, standing in reversed(found) if standing.window is Window.CLOSED]
    return {
        State.OPEN: [(pk, kind) for pk, kind, standing in found if standing.window is Window.OPEN],
        State.UPCOMING: [(pk, kind) for pk, kind, standing in found if standing.window in waiting],
        State.CONCLUDED: [*(row for row in closed if row not in concluded), *concluded],
    }


def _concluded(at: datetime, language: str, territory: int | None) -> list[Row]:
    first, *others = (
        _of(model, language, territory)
        .filter(model.is_over(at))
        .order_by()
        .values_list("closes_at", "pk", Value(model.kind.value, output_field=CharField()))
        for model in participation_models()
    )
    found: list[tuple[datetime | None, int, str]] = list(first.union(*others, all=True))
    found.sort(key=lambda row: (row[0] is not None, row[0] or at, row[1]), reverse=True)
    return [(pk, kind) for _closes_at, pk, kind in found]


def shown(request: HttpRequest, at: datetime, locale_id: int) -> dict[str, Any]:
    """What the template shows of the lists: the front, or the page of one that the address asks for.

    A territory that is not offered is no filter.

    Args:
        locale_id: of the language whose territories are offered.

    Raises:
        Http404: the list has no such page.
    """
    zones = offered(TerritoryPage, locale_id, request.GET.get(ZONE, ""))
    zone = next((one for one in zones if one.is_chosen), None)
    of_zone = {ZONE: (str(zone.pk), zone.title)} if zone else {}
    everything = rows(at, spoken(), zone.pk if zone else None)
    context = {"zones": zones, "zone": zone, "is_empty": not any(everything.values())}
    asked = request.GET.get(PARAMETER, "")
    if asked not in State.values:
        # The front has one page.
        paginate(request, [])
        cut = {state: found[: ON_FRONT[state]] for state, found in everything.items()}
        return context | {"lists": _lists(cut, everything, at), "narrowing": Narrowing.to(**of_zone)}
    state = State(asked)
    page_obj: ListPage[Row] = paginate(request, everything[state], PER_PAGE)
    lists = _lists({state: list(page_obj)}, everything, at)
    narrowing = Narrowing.to(**{PARAMETER: (state.value, state.label)}, **of_zone).on_page(page_obj.number)
    return context | {"lists": lists, "page_obj": page_obj, "state": state, "narrowing": narrowing}


def _lists(
    cut: Mapping[State, list[Row]], everything: Mapping[State, list[Row]], at: datetime
) -> list[Listed]:
    """The lists with their pages, which are read together: a query for each kind, two for all pictures."""
    wanted = [row for chosen in cut.values() for row in chosen]
    pages: dict[int, ParticipationPage] = {}
    for model in participation_models():
        ids = [pk for pk, kind in wanted if kind == model.kind]
        pages |= with_facts(model.objects.defer_streamfields()).in_bulk(ids)
    attach_standings(list(pages.values()), at)
    attach_card_images(pages.values())
    return [
        Listed(state, [pages[pk] for pk, _kind in chosen if pk in pages], len(everything[state]))
        for state, chosen in cut.items()
    ]
