from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from candidature.models import Submission
from demo.crowd.making import Maker


class Command(BaseCommand):
    help = (
        "Makes submissions of invented people in great number, to measure how the portal bears them. "
        "The same seed makes the same. Not for a portal in use: nobody could tell them apart."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--submissions", type=int, required=True, help="how many submissions to make")
        parser.add_argument("--calls", type=int, default=50, help="how many pages they answer (50)")
        parser.add_argument("--seed", type=int, default=1, help="where chance begins (1)")

    def handle(self, *args: Any, submissions: int, calls: int, seed: int, **options: Any) -> None:
        if submissions < 1 or calls < 1:
            raise CommandError("Both numbers must be 1 or more.")
        if settings.REFUSE_DEMO_ACCOUNTS and Submission.objects.exists():
            raise CommandError("This portal is in production and has submissions: nothing was made.")
        try:
            for written in Maker(seed).make(submissions, calls):
                if options["verbosity"] > 1:
                    self.stdout.write(f"  {written}")
        except IntegrityError as error:
            raise CommandError("These submissions are there already: give another seed.") from error
        self.stdout.write(f"{submissions} submissions made, to {calls} pages.")
