import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.startup import checks as startup
from portal.worker.process import Worker


class Command(BaseCommand):
    help = (
        "Runs the background work until SIGTERM or Ctrl-C: sends letters, publishes at set times, "
        "indexes for search, throws away what is old. One beside the web server is enough; two do no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="End when the process that started this one ends.",
        )

    def handle(self, *args: Any, with_parent: bool, **options: Any) -> None:
        parent = os.getppid() if with_parent else None
        startup.check()
        Worker(parent).run()
