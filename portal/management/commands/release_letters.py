from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.outbox import departures, telling


class Command(BaseCommand):
    help = (
        "Lets the letters leave that were held because a backup was put back. Those that waited for "
        "somebody's word wait for it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-sent",
            action="store_true",
            help="Do not send them: they had left already.",
        )

    def handle(self, *args: Any, as_sent: bool, **options: Any) -> None:
        with transaction.atomic():
            released = departures.release(as_sent=as_sent)
            telling.tell_of_release(None, released, as_sent=as_sent)
        fate = "count as sent" if as_sent else "leave within seconds"
        self.stdout.write(
            f"{len(released.decided)} letters {fate}. "
            f"{len(released.given_back)} wait for somebody's word, as they did before."
        )
