"""Writes the letters with what is new, each morning, some hundred at a time.

Each batch is one transaction: its letters, and when its followers come next. A worker that is killed in the
middle goes on with those who were not written to; two workers never take the same ones.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.outbox import sending as outbox
from seguire.digests.letter import by_key, has_news, messages
from seguire.followers.hours import is_day, next_moment
from seguire.followers.languages import language_of, with_language
from seguire.followers.models import Follower, Frequency, Subscription
from seguire.happened.concerning import Key
from seguire.happened.news import News, lately
from seguire.happened.noticing import notice

BATCH = 200


def write_due(now: datetime | None = None) -> int:
    """Writes to everybody whose morning has come and for whom there is something; returns to how many."""
    now = now or timezone.now()
    if not is_day(now) or not Follower.objects.filter(next_at__lte=now).exists():
        return 0
    notice(now)
    last, news = lately()
    known = by_key(news)
    written = 0
    while True:
        some = _write_some(known, last, now)
        if some is None:
            return written
        written += some


def _write_some(known: Mapping[Key, Sequence[News]], last: int, now: datetime) -> int | None:
    """Writes to the next followers; None when there are no more."""
    with transaction.atomic():
        due = Follower.objects.select_for_update(skip_locked=True).filter(next_at__lte=now)
        followers = list(due.order_by("next_at", "pk")[:BATCH])
        if not followers:
            return None
        mine: dict[int, list[Subscription]] = defaultdict(list)
        for one in with_language(Subscription.objects.filter(follower__in=followers).order_by()):
            mine[one.follower_id].append(one)
        for_whom = [
            one for one in followers if any(has_news(each, known, last, now) for each in mine[one.pk])
        ]
        by_language: dict[str, list[Follower]] = defaultdict(list)
        for one in for_whom:
            by_language[language_of(mine[one.pk])].append(one)
        outbox.enqueue_many(
            [
                message
                for language, readers in by_language.items()
                for message in messages(readers, language, last, now)
            ]
        )
        others = {one.pk for one in followers} - {one.pk for one in for_whom}
        # Nothing of it concerns them: they need not look at it again.
        Subscription.objects.filter(follower__in=others, told__lt=last).update(told=last)
        for frequency in Frequency.values:
            of_it = [one.pk for one in followers if one.frequency == frequency]
            Follower.objects.filter(pk__in=of_it).update(next_at=next_moment(frequency, now))
    return len(for_whom)
