"""`manage.py load_municipalities [file]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from territori.zones.municipalities import COLUMNS, DEFAULT_FILE, MalformedFileError, load, read


class Command(BaseCommand):
    help = (
        "Carica i comuni con provincia e zona da un file CSV "
        f"(colonne: {', '.join(COLUMNS)}). Si può ripetere, anche con un file più recente: i comuni si "
        "riconoscono dal codice catastale e una zona vuota nel file non cancella quella già assegnata."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=DEFAULT_FILE,
            help="File CSV; se manca, quello del progetto.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load(read(options["file"]))
        except MalformedFileError as error:
            raise CommandError("\n".join(["Nessun comune è stato cambiato.", *error.problems])) from error
        except IntegrityError as error:
            raise CommandError(
                "Nessun comune è stato cambiato: il file contraddice il registro (due comuni con lo stesso "
                f"nome nella stessa provincia, o due zone con la stessa abbreviazione). {error}"
            ) from error
        self.stdout.write(
            f"Comuni: {report.created} nuovi, {report.updated} aggiornati, {report.unchanged} invariati. "
            f"Zone: {report.zones_created} nuove. Comuni che conservano una zona assente "
            f"dal file: {report.zones_kept}."
        )
