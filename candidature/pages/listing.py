"""What the page "Partecipa" lists: first what is open, then what will open, then what is over.

Its front shows the first of each; `?stato=` shows one of the three whole, page by page.
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

PER_PAGE = 12
PARAMETER = "stato"


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


def current(model: type[ParticipationPage], at: datetime, language: str) -> Any:
    """The published pages of a kind and language that are open at a moment, or will be, or are held up."""
    in_time = Q(closes_at__gt=at) | (Q(closes_at__isnull=False) & model.is_suspended_at(at))
    pages = model.objects.published().filter(locale__language_code=language)
    return pages.filter(in_time, concluded=False, opens_at__isnull=False)


def rows(at: datetime, language: str = ITALIAN) -> dict[State, list[Row]]:
    """The published pages of every kind in the order of each list; two queries, whatever their number.

    What is open or will open stands soonest deadline first, what is over or has no dates latest first.
    """
    found = standings_of([current(model, at, language) for model in participation_models()], at)
    found.sort(key=lambda row: (row[2].until or at, row[0]))
    # One that is not ready is on its way too, whatever its date of opening said.
    waiting = (Window.UPCOMING, Window.NOT_READY)
    concluded = _concluded(at, language)
    # What got all it takes is over too, unless somebody withdraws; what began is among the others already.
    closed = [(pk, kind) for pk, kind, standing in reversed(found) if standing.window is Window.CLOSED]
    return {
        State.OPEN: [(pk, kind) for pk, kind, standing in found if standing.window is Window.OPEN],
        State.UPCOMING: [(pk, kind) for pk, kind, standing in found if standing.window in waiting],
        State.CONCLUDED: [*(row for row in closed if row not in concluded), *concluded],
    }


def _concluded(at: datetime, language: str) -> list[Row]:
    first, *others = (
        model.objects.published()
        .filter(model.is_over(at), locale__language_code=language)
        .order_by()
        .values_list("closes_at", "pk", Value(model.kind.value, output_field=CharField()))
        for model in participation_models()
    )
    found: list[tuple[datetime | None, int, str]] = list(first.union(*others, all=True))
    found.sort(key=lambda row: (row[0] is not None, row[0] or at, row[1]), reverse=True)
    return [(pk, kind) for _closes_at, pk, kind in found]


def shown(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What the template shows of the lists: the front, or the page of one that the address asks for.

    Raises:
        Http404: the list has no such page.
    """
    everything = rows(at, spoken())
    asked = request.GET.get(PARAMETER, "")
    if asked not in State.values:
        # The front has one page.
        paginate(request, [])
        cut = {state: found[: ON_FRONT[state]] for state, found in everything.items()}
        return {"lists": _lists(cut, everything, at), "narrowing": Narrowing()}
    state = State(asked)
    page_obj: ListPage = paginate(request, everything[state], PER_PAGE)
    lists = _lists({state: list(page_obj)}, everything, at)
    narrowing = Narrowing.to(**{PARAMETER: (state.value, state.label)}).on_page(page_obj.number)
    return {"lists": lists, "page_obj": page_obj, "state": state, "narrowing": narrowing}


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
