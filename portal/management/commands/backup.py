from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.backup import archive
from portal.backup.failure import BackupError


class Command(BaseCommand):
    help = (
        "Copies the database, public media and applicants' files into a new folder that only this account "
        "may read, also while the portal runs. If it cannot be finished, nothing of it is left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="Where to; it is not there yet, or empty.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            backup = archive.make(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        megabytes = backup.size / 1024 / 1024
        self.stdout.write(f"Wrote {len(backup.files)} files, {megabytes:.1f} MB, to {folder}.")
