"""«Trova la tua zona»: from what somebody types of a municipality to the page of its zone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from django.http import HttpRequest

from portal.italian.words import FUNCTION_WORDS, folded
from portal.languages import ITALIAN, spoken
from portal.pages.translations import in_spoken_language
from portal.pages.visibility import published
from territori.pages.territories import TerritoryPage
from territori.zones.models import Municipality, Zone

# What people type is no parameter that the page cache knows: each answer would fill its memory.
PARAMETER = "dove"
LONGEST = 80
# More are no answer: the page asks for more letters.
MOST_PLACES = 30
# So alike are names of which one is the other mistyped, from 0 to 1.
ALIKE = 0.75
MOST_ALIKE = 5
_WORD = re.compile(r"[^\W_]+")
# However a saint is written, it is the same one.
_SAINTS = frozenset({"s", "ss", "san", "sant", "santa", "santi", "santo"})
# Of "comune di Cortona".
_KIND = "comune"
_NO_PAGE = ("", "")


class _Row(NamedTuple):
    name: str
    province: str
    zone_id: int | None


@dataclass(frozen=True)
class Place:
    """Something that was found.

    Attributes:
        name: of the municipality, with its province; of the zone where that was typed.
        zone: what its zone is called; empty while nobody knows.
        url: of the page of the zone; empty where everybody may read none.
        language: of that page, where it is not the one that is spoken.
    """

    name: str
    zone: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Found:
    """What an address asked for, and what is there.

    Attributes:
        asked: what was typed.
        places: by name.
        are_alike: whether none is called so, and these sound like it.
        is_cut: whether there are more.
    """

    asked: str
    places: Sequence[Place] = ()
    are_alike: bool = False
    is_cut: bool = False

    @property
    def only_url(self) -> str:
        """The page to go to without asking; empty where there is a choice, a doubt or no page."""
        if len(self.places) != 1 or self.are_alike or self.places[0].language:
            return ""
        return self.places[0].url


def asked_in(request: HttpRequest) -> str:
    """What was typed; empty where nothing was."""
    return " ".join(request.GET.get(PARAMETER, "").replace("\0", " ").split())[:LONGEST]


def find(asked: str) -> Found:
    """The municipalities that are called so, else those that begin so, else zones, else what sounds alike.

    At most four queries, five in another language than Italian.
    """
    typed = _words(asked)
    rows = [_Row(*row) for row in Municipality.objects.values_list("name", "province", "zone_id")]
    fitting = _called(typed, rows) or _beginning(typed, rows)
    if fitting:
        places = _places(fitting[:MOST_PLACES])
        return Found(asked, places, is_cut=len(fitting) > MOST_PLACES)
    zones = {zone.pk: zone.name for zone in Zone.objects.all() if _fits(typed, _words(zone.name), "")}
    if zones:
        pages = _pages(zones)
        return Found(asked, [Place(name, name, *pages.get(pk, _NO_PAGE)) for pk, name in zones.items()])
    return Found(asked, _places(_alike(typed, rows)), are_alike=True)


def offered() -> list[str]:
    """The municipalities whose zone has a public page, to choose from while typing; one query."""
    with_page = published(TerritoryPage.objects.filter(zone__isnull=False)).values("zone")
    return [str(one) for one in Municipality.objects.filter(zone__in=with_page)]


def _words(text: str) -> list[str]:
    """Without case, accents and what joins them; a name of such words alone keeps them."""
    every = ["s" if word in _SAINTS else word for word in _WORD.findall(folded(text))]
    if every[:1] == [_KIND]:
        del every[0]
    return [word for word in every if word not in FUNCTION_WORDS] or every


def _called(typed: list[str], rows: Iterable[_Row]) -> list[_Row]:
    """Those of just this name, with its province or without."""
    found = []
    for row in rows:
        name = _words(row.name)
        # The letters of a province may be a word that joins others (Siena: SI), and are gone then.
        if typed in (name, [*name, folded(row.province)]):
            found.append(row)
    return found


def _beginning(typed: list[str], rows: Iterable[_Row]) -> list[_Row]:
    return [row for row in rows if _fits(typed, _words(row.name), folded(row.province))]


def _fits(typed: list[str], name: list[str], province: str) -> bool:
    """Whether each word that was typed begins one of the name, or is its province."""
    return bool(typed) and all(
        word == province or any(own.startswith(word) for own in name) for word in typed
    )


def _alike(typed: list[str], rows: Iterable[_Row]) -> list[_Row]:
    named = {" ".join(_words(row.name)): row for row in rows}
    return [named[name] for name in get_close_matches(" ".join(typed), named, MOST_ALIKE, ALIKE)]


def _places(rows: Sequence[_Row]) -> list[Place]:
    zones = Zone.objects.in_bulk([row.zone_id for row in rows if row.zone_id])
    pages = _pages(zones)
    return [
        Place(
            f"{row.name} ({row.province})",
            zones[row.zone_id].name if row.zone_id else "",
            *pages.get(row.zone_id or 0, _NO_PAGE),
        )
        for row in rows
    ]


def _pages(zones: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The address of the page of each zone, where it has one that everybody may read, and its language.

    In the language that is spoken, where it is translated.
    """
    pages = list(TerritoryPage.objects.filter(zone__in=list(zones)).published().defer_streamfields())
    told = zip(pages, in_spoken_language(pages), strict=True)
    return {
        original.zone_id: (page.url or "", ITALIAN if page is original and spoken() != ITALIAN else "")
        for original, page in told
    }
