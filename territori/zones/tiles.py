"""The schematic map of the zones: a tile for each, more or less where it lies. No boundaries are in it.

All in the drawing's own units, which the style sheet makes no wider than the page. What has no place on the
map stands in rows of its own below it, so no zone is ever left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from territori.zones.models import LONGEST_LABEL, MOST_COLUMNS, Zone

TILE, GAP = 88, 8
STEP = TILE + GAP
# Between the map and the tiles below it stands the line that says what they are.
LINE = 34
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Tile:
    """A zone on the map.

    Attributes:
        name: the title of its page, else its own.
        label: the few letters in the tile, which the list explains.
        url: of its page; empty where it has none that everybody may read.
        open_calls: how many.
    """

    name: str
    label: str
    url: str
    open_calls: int
    x: int = 0
    y: int = 0

    @property
    def state(self) -> str:
        """What is there, in words."""
        if self.open_calls:
            return ngettext("%(number)d avviso aperto", "%(number)d avvisi aperti", self.open_calls) % {
                "number": self.open_calls
            }
        return _("nessun avviso aperto") if self.url else _("ancora senza pagina")

    @property
    def middle(self) -> int:
        return self.x + TILE // 2

    @property
    def base(self) -> int:
        """Where the letters stand."""
        return self.y + (42 if self.open_calls else 53)

    @property
    def mark_y(self) -> int:
        """The middle of the mark that tells of open calls."""
        return self.y + 66

    @property
    def mark_base(self) -> int:
        return self.mark_y + 6


@dataclass(frozen=True)
class ZoneMap:
    """What the template draws.

    Attributes:
        placed, others: the tiles of the map, and those below it, in the order of the list.
        listed: all of them by name.
        line_y: where the words above the others stand.
    """

    placed: Sequence[Tile]
    others: Sequence[Tile]
    listed: Sequence[Tile]
    width: int
    height: int
    line_y: int
    size: int = TILE


@dataclass(frozen=True)
class Shown:
    """What is known of the page of a zone."""

    title: str
    url: str
    open_calls: int


def drawn(zones: Iterable[Zone], pages: Mapping[int, Shown]) -> ZoneMap:
    """The map of some zones.

    Args:
        pages: the page of each zone that has one which everybody may read, by the key of the zone.
    """
    zones = list(zones)
    labels = _labels(zones)
    placed = [zone for zone in zones if zone.map_row is not None and zone.map_column is not None]
    others = [zone for zone in zones if zone not in placed]
    top = min((zone.map_row or 0 for zone in placed), default=0)
    left = min((zone.map_column or 0 for zone in placed), default=0)
    rows = max((zone.map_row or 0 for zone in placed), default=-1) - top + 1
    columns = max((zone.map_column or 0 for zone in placed), default=-1) - left + 1
    # As wide as a map may be: many zones without a place would make a tower.
    columns = max(columns, min(MOST_COLUMNS, len(others)))

    def tile(zone: Zone, x: int, y: int) -> Tile:
        page = pages.get(zone.pk)
        return Tile(
            page.title if page else zone.name,
            labels[zone.pk],
            page.url if page else "",
            page.open_calls if page else 0,
            x,
            y,
        )

    on_map = [
        tile(zone, ((zone.map_column or 0) - left) * STEP, ((zone.map_row or 0) - top) * STEP)
        for zone in sorted(placed, key=lambda zone: (zone.map_row, zone.map_column))
    ]
    line_y = rows * STEP + LINE - 14
    below = rows * STEP + (LINE if placed else 0)
    beside = [
        tile(zone, number % columns * STEP, below + number // columns * STEP)
        for number, zone in enumerate(others)
    ]
    height = max((one.y + STEP for one in [*on_map, *beside]), default=0) - GAP
    listed = sorted([*on_map, *beside], key=lambda one: one.name.casefold())
    return ZoneMap(on_map, beside, listed, columns * STEP - GAP, height, line_y)


def _labels(zones: Iterable[Zone]) -> dict[int, str]:
    """The letters of each zone; whose would be another's has a number in the place of the last."""
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for zone in zones:
        label = zone.map_label.strip() or initials(zone.name)
        seen[label] += 1
        number = seen[label]
        found[zone.pk] = label if number == 1 else f"{label[: LONGEST_LABEL - len(str(number))]}{number}"
    return found


def initials(name: str) -> str:
    """A few letters that stand for a name: its initials, or the beginning of a single word."""
    words = [word for word in _WORD.findall(name) if word[0].isupper()] or _WORD.findall(name)
    if len(words) < 2:
        return (words[0] if words else name.strip())[:3].upper()
    return "".join(word[0] for word in words)[:LONGEST_LABEL].upper()
