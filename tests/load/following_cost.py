"""`python -m tests.load.following_cost`: what a morning with many followers takes, on the test database.

Followers of one zone in which something is new: their letters are written, then left to a server that takes
each at once. With `DATABASE_URL` it is PostgreSQL.
"""

import argparse
import os
import sys
import time
from datetime import timedelta

PEOPLE = 10_000
# Letters that leave, of which each is one conversation with the server and the same for all.
LETTERS = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many follow (%(default)s)")
    people = parser.parse_args().people
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from tests.prepared_database import database_of_this_process

    setup_test_environment()
    with database_of_this_process():
        _measure(people)


def _measure(people: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from portal.models import OutboxMessage
    from portal.outbox import sending as outbox
    from seguire.digests import writing
    from seguire.followers import secret_links
    from seguire.happened.noticing import newest
    from seguire.models import Follower, Frequency, Subscription
    from tests.seguire import site

    zone = site.zone()
    last, morning = newest(), site.morning()
    followers = Follower.objects.bulk_create(
        Follower(
            email=f"p{number}@example.org",
            frequency=Frequency.DAILY,
            next_at=morning,
            **secret_links.new(),
        )
        for number in range(people)
    )
    Subscription.objects.bulk_create(
        Subscription(follower=one, page=zone, title=zone.title, told=last) for one in followers
    )
    for number in range(20):
        site.news(f"Notizia {number}", territories=[zone])
    began, used = time.perf_counter(), time.process_time()
    written = writing.write_due(morning)
    took, processor = time.perf_counter() - began, time.process_time() - used
    sys.stdout.write(f"{written} letters written: {took:.1f} s, {processor:.1f} s of the processor\n")
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    began, used = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as asked:
        left = outbox.deliver_due(limit=LETTERS).sent
    took, processor = time.perf_counter() - began, time.process_time() - used
    sys.stdout.write(
        f"{left} letters left: {took / left * 1000:.1f} ms each, {processor / left * 1000:.1f} ms of the "
        f"processor, {len(asked) / left:.1f} queries\n"
    )


if __name__ == "__main__":
    main()
