"""`python -m tests.load.erasure`: how long it takes to find what is past its term. Judges nothing."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.erasure", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="submissions in the database (100000)")
    parser.add_argument("--pages", type=int, default=40, help="calls and events they are spread over (40)")
    parser.add_argument("--due", type=int, default=200, help="how many of them are past their term (200)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
        measure(arguments.rows, arguments.pages, arguments.due)


def measure(rows: int, pages: int, due: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from candidature.privacy import erasure_day

    call_command("migrate", verbosity=0)
    fill(rows, pages, due)
    today = timezone.localdate()
    answered = erasure_day.answered_pages()
    timed("find what is due", lambda: list(erasure_day.due(today).values_list("pk", flat=True)))
    timed("count all by why", lambda: erasure_day.forecast(answered, today))


def fill(rows: int, pages: int, due: int) -> None:
    """Concluded submissions, all within their term but for some of one old call."""
    from datetime import timedelta

    from django.utils import timezone

    from candidature.models import Submission
    from candidature.statuses import Status
    from tests.candidature.factories import CallPageFactory, submitted

    made = [submitted(CallPageFactory.create(retention_months=24)) for _page in range(pages)]
    old = timezone.now() - timedelta(days=900)
    copies = []
    for number in range(rows - pages):
        one = made[0 if number < due else 1 + number % (pages - 1)]
        copy = Submission(**{field.attname: getattr(one, field.attname) for field in Submission._meta.fields})
        copy.pk, copy.reference = None, f"CS-{number}"
        copy.status = (Status.REJECTED, Status.WITHDRAWN, Status.ACCEPTED)[number % 3]
        copy.submitted_at = copy.updated_at = old
        copies.append(copy)
    Submission.objects.bulk_create(copies, batch_size=2000)
    type(made[0].page.specific).objects.filter(pk=made[0].page_id).update(closes_at=old)


def timed(what: str, question: Callable[[], Any]) -> None:
    times = []
    for _round in range(5):
        began = time.perf_counter()
        found = question()
        times.append((time.perf_counter() - began) * 1000)
    print(f"{sorted(times)[2]:>8.1f} ms  {what} ({len(found)})")


if __name__ == "__main__":
    main()
