"""Where a zone stands on the schematic map, until somebody puts it elsewhere: a table of our own."""

import csv
from collections.abc import Iterable
from pathlib import Path

from territori.zones.models import Zone

FILE = Path(__file__).parents[1] / "data" / "mappa_zone.csv"


def place(zones: Iterable[Zone]) -> None:
    """Gives new zones the place of the table, unless another zone is there."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        known = {row["zona"]: row for row in csv.DictReader(lines)}
    taken = set(Zone.objects.exclude(map_row=None).values_list("map_row", "map_column"))
    for zone in zones:
        row = known.get(zone.name)
        if row is None:
            continue
        tile = (int(row["riga"]), int(row["colonna"]))
        if tile not in taken:
            taken.add(tile)
            zone.map_row, zone.map_column = tile
            zone.map_label = zone.map_label or row["sigla"]
            zone.save(update_fields=["map_row", "map_column", "map_label"])
