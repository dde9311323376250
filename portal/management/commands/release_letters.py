from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.outbox import departures


class Command(BaseCommand):
    help = "Lets the letters leave that were held because a backup was put back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-sent",
            action="store_true",
            help="Do not send them: they had left already.",
        )

    def handle(self, *args: Any, as_sent: bool, **options: Any) -> None:
        released = departures.release(as_sent=as_sent)
        fate = "count as sent" if as_sent else "leave within seconds"
        self.stdout.write(f"{released} letters {fate}.")
