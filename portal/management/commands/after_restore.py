from typing import Any

from django.core.management.base import BaseCommand

from portal.outbox import departures


class Command(BaseCommand):
    help = (
        "To run after a backup was put back, before the worker starts: holds every letter that waits, "
        "because it may have left since the backup was made. Staff release them from the "
        "home of the admin, or with release_letters."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        held = departures.hold_all()
        self.stdout.write(f"{held} letters are held until somebody releases them.")
