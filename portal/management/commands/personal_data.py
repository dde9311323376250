import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email
from django.db import transaction
from django.forms import ValidationError

from portal.privacy import Holding, holdings


class Command(BaseCommand):
    help = (
        "Finds what the portal holds about the person with an email address, and exports or erases it. "
        "Without --export or --erase it only says how many rows there are and until when they are kept. "
        "What must stay, such as the log, is named with the reason."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="The address of the person.")
        doing = parser.add_mutually_exclusive_group()
        doing.add_argument("--export", metavar="FILE", type=Path, help="Write everything to this JSON file.")
        doing.add_argument("--erase", action="store_true", help="Forget everything that may be forgotten.")
        parser.add_argument(
            "--dry-run", action="store_true", help="With --erase: say what would go, and change nothing."
        )

    def handle(
        self, *args: Any, email: str, export: Path | None, erase: bool, dry_run: bool, **options: Any
    ) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an email address.") from error
        if dry_run and not erase:
            raise CommandError("--dry-run says what --erase would do: give both.")
        held = [holding for holding in holdings() if holding.rows_of(email).exists()]
        if not held:
            self.stdout.write("Nothing is held about this address.")
        if export is not None:
            self._export(held, email, export)
        elif erase:
            self._erase(held, email, dry_run=dry_run)
        else:
            for holding in held:
                self.stdout.write(f"{holding.model}: {holding.rows_of(email).count()} — {holding.rule}")

    def _export(self, held: list[Holding], email: str, file: Path) -> None:
        rows = [holding.export(row) for holding in held for row in holding.rows_of(email)]
        text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        try:
            # Personal data: for whoever runs the command only, also where a file was there before.
            with file.open("a", encoding="utf-8") as written:
                file.chmod(0o600)
                written.truncate(0)
                written.write(text + "\n")
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {len(rows)} rows to {file}.")

    def _erase(self, held: list[Holding], email: str, *, dry_run: bool) -> None:
        # Counted first: erasing one thing takes its parts along.
        counts = {holding.model: holding.rows_of(email).count() for holding in held}
        with transaction.atomic():
            for holding in held:
                if holding.erase is not None and not dry_run:
                    for row in holding.rows_of(email):
                        holding.erase(row)
        for holding in held:
            count = counts[holding.model]
            if holding.stays:
                self.stdout.write(f"{holding.model}: {count} kept. {holding.stays}")
            else:
                said = "would be erased" if dry_run else "erased"
                self.stdout.write(f"{holding.model}: {count} {said}.")
