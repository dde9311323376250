import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from portal.outbox import delivery_reports

# EX_TEMPFAIL of sysexits.h: a mail server keeps what it could not hand over, and tries again.
TRY_AGAIN = 75


class Command(BaseCommand):
    help = (
        "Reads one delivery status notification (RFC 3464) from standard input and marks the letter that did "
        "not arrive. Anything else is left alone and is no error: a mail server would send it back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.epilog = "Ends with 75 when the database does not answer, so that the mail server tries again."

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(delivery_reports.MOST_BYTES + 1)
        try:
            taken = delivery_reports.take(raw)
        except DatabaseError as error:
            self.stderr.write(f"Not read: {type(error).__name__}.")
            sys.exit(TRY_AGAIN)
        self.stdout.write(f"Read: {taken.value}.")
