from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.backup import archive, restoring
from portal.backup.failure import BackupError
from portal.outbox import departures


class Command(BaseCommand):
    help = (
        "Puts back what backup wrote: database, public media and applicants' files, all or nothing. Stop web "
        "server and worker first. Then brings the database up to date, and holds every letter that waits, "
        "because it may have left since: staff release them from the home of the admin."
    )
    # The database may be empty, or be of a version of which nothing is known.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="What backup wrote.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Replace what is there: database, media and files."
        )

    def handle(self, *args: Any, folder: Path, overwrite: bool, **options: Any) -> None:
        try:
            backup = archive.read(folder)
            restoring.put_back(backup, overwrite=overwrite)
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        held = departures.hold_all()
        made_at = timezone.localtime(backup.made_at)
        self.stdout.write(
            f"Put back {len(backup.files)} files and the database of {made_at:%Y-%m-%d %H:%M}. "
            f"{held} letters are held until somebody releases them. Who was erased on request since then is "
            "here again: repeat `manage.py personal_data --email … --erase` for each before the portal runs."
        )
