"""Loading the municipalities and their zones from a public table."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from territori.zones.models import Municipality, Zone
from territori.zones.places import place

COLUMNS = ("comune", "provincia", "codice_catastale", "zona_distretto")
DEFAULT_FILE = Path(__file__).parents[1] / "data" / "comuni_toscana.csv"


class MalformedFileError(Exception):
    """The file cannot be loaded. `problems` are sentences for whoever has to correct it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Row:
    name: str
    province: str
    cadastral_code: str
    zone: str


@dataclass
class Report:
    """What a load did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    zones_created: int = 0
    zones_kept: int = 0


def read(path: Path) -> list[Row]:
    """The rows of a CSV file (UTF-8, comma or semicolon).

    Raises MalformedFileError when anything in it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MalformedFileError([f"Il file {path} non si può leggere: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise MalformedFileError([f"Il file {path} non è un testo in codifica UTF-8."]) from error
    if "\x00" in text:
        # It decodes, but no database text holds a NUL: some other kind of file.
        raise MalformedFileError([f"Il file {path} non è un testo."])
    lines = text.splitlines()
    if not lines:
        raise MalformedFileError([f"Il file {path} è vuoto."])
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        needed = f"Servono: {', '.join(COLUMNS)}."
        raise MalformedFileError([f"Mancano le colonne: {', '.join(missing)}. {needed}"])
    try:
        rows = [
            (reader.line_num, {key: (record.get(key) or "").strip() for key in COLUMNS}) for record in reader
        ]
    except csv.Error as error:
        raise MalformedFileError(
            [f"Riga {reader.line_num}: il file {path} non è un CSV ({error})."]
        ) from error
    problems = list(_problems(rows))
    if problems:
        raise MalformedFileError(problems)
    return [
        Row(row["comune"], row["provincia"].upper(), row["codice_catastale"].upper(), row["zona_distretto"])
        for _, row in rows
    ]


def _problems(rows: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    if not rows:
        yield "Il file non contiene comuni."
    codes: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for line, row in rows:
        name, province, code = row["comune"], row["provincia"].upper(), row["codice_catastale"].upper()
        if not name or len(name) > 120:
            yield f"Riga {line}: il nome del comune manca o supera 120 caratteri."
        if not (len(province) == 2 and province.isascii() and province.isalpha()):
            yield f"Riga {line}: la provincia «{province}» non è una sigla di due lettere."
        if not (len(code) == 4 and code.isascii() and code[0].isalpha() and code[1:].isdigit()):
            yield f"Riga {line}: il codice catastale «{code}» non è una lettera seguita da tre cifre."
        if len(row["zona_distretto"]) > 120:
            yield f"Riga {line}: il nome della zona supera 120 caratteri."
        if row["zona_distretto"] and not slugify(row["zona_distretto"]):
            yield f"Riga {line}: il nome della zona «{row['zona_distretto']}» non ha lettere."
        if code in codes:
            yield f"Riga {line}: il codice catastale {code} è già alla riga {codes[code]}."
        if (name, province) in places:
            yield f"Riga {line}: il comune {name} ({province}) è già alla riga {places[name, province]}."
        codes.setdefault(code, line)
        places.setdefault((name, province), line)


@transaction.atomic
def load(rows: Iterable[Row]) -> Report:
    """Create the municipalities or bring them up to date, found by cadastral code.

    An empty zone says that the file does not know, so it never empties one that staff filled.
    Municipalities that the file does not name stay as they are. New zones get their place on the map, if
    it is known.
    """
    report = Report()
    zones = {zone.name: zone for zone in Zone.objects.all()}
    new_zones: list[Zone] = []
    known = {municipality.cadastral_code: municipality for municipality in Municipality.objects.all()}
    for row in rows:
        if row.zone and row.zone not in zones:
            zones[row.zone] = Zone.objects.create(name=row.zone, slug=slugify(row.zone)[:120])
            new_zones.append(zones[row.zone])
            report.zones_created += 1
        zone = zones.get(row.zone)
        municipality = known.get(row.cadastral_code)
        if municipality is None:
            Municipality.objects.create(
                name=row.name, province=row.province, cadastral_code=row.cadastral_code, zone=zone
            )
            report.created += 1
            continue
        zone_id = zone.pk if zone else municipality.zone_id
        if zone is None and municipality.zone_id:
            report.zones_kept += 1
        if (municipality.name, municipality.province, municipality.zone_id) == (
            row.name,
            row.province,
            zone_id,
        ):
            report.unchanged += 1
            continue
        municipality.name, municipality.province, municipality.zone_id = row.name, row.province, zone_id
        municipality.save(update_fields=["name", "province", "zone"])
        report.updated += 1
    # Of the others staff have decided, also that they have none.
    place(new_zones)
    return report
