from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

# Whoever stands lower is loaded first, because the others build on it; home comes last and links to all.
ORDER = [
    "accounts",
    "territori.load",
    "news.load",
    "candidature.load",
    "patti.load",
    "glossario.load",
    "search",
    "home.load",
    "english",
    "care",
]


class Command(BaseCommand):
    help = (
        "Loads the demonstration: pages, calls, events, invented applications and four staff accounts. "
        "Loading again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing when there is already a staff account, that is, when the portal is in use.",
        )

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if settings.REFUSE_DEMO_ACCOUNTS:
            raise CommandError("The demonstration is not for production: its password is public.")
        if if_empty and get_user_model().objects.exists():
            self.stdout.write("The portal is in use: no demonstration loaded.")
            return
        # All or nothing: a half loaded demonstration would pass for a portal in use.
        with transaction.atomic():
            for name in ORDER:
                import_module(f"demo.{name}").load()
                self.stdout.write(f"  {name.removesuffix('.load')}")
        call_command("update_index", verbosity=0)
        call_command("rebuild_references_index", verbosity=0)
        self.stdout.write("Demonstration loaded.")
