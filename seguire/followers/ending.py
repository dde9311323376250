"""What ends without anybody's press: what is followed is gone, the years are over, letters come back."""

import re
from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.pages.visibility import published
from seguire.followers import keeping, letters
from seguire.followers.keeping import ANSWER_WITHIN, KEPT_FOR
from seguire.followers.kinds import CONFIRM, TO_FOLLOWERS
from seguire.followers.languages import language_of, with_language
from seguire.followers.models import Follower, FollowRequest, Subscription

# A page that is taken down may come back: until then nothing is told of it, and nothing ends.
AWAY_FOR = timedelta(days=7)
# The mailbox does not exist, or is closed (RFC 3463): nobody will ever read a letter there.
_NO_MAILBOX = re.compile(r"\b5\.(?:1\.\d+|2\.1)\b")
# What other servers refuse may be our own fault, and then they refuse everybody's letters for some days.
MOST_REFUSALS = 5
REFUSALS_WITHIN = timedelta(days=60)
_AT_ONCE = 200


def look_after(now: datetime | None = None) -> None:
    """Ends what cannot be followed any more; the next letter says so."""
    now = now or timezone.now()
    public = published(Page.objects.all()).order_by().values("pk")
    going_on = Subscription.objects.filter(ended_at=None)
    going_on.filter(page=None, topic=None).update(ended_at=now)
    of_pages = going_on.exclude(page=None)
    of_pages.filter(away_since=None).exclude(page__in=public).update(away_since=now)
    of_pages.exclude(away_since=None).filter(page__in=public).update(away_since=None)
    of_pages.filter(away_since__lte=now - AWAY_FOR).update(ended_at=now)


def ask_whether_wanted(now: datetime | None = None) -> int:
    """Writes to whoever has said nothing for so long that the end is near; returns to how many."""
    now = now or timezone.now()
    with transaction.atomic():
        due = Follower.objects.select_for_update(skip_locked=True).filter(
            wanted_at__lte=now - KEPT_FOR + ANSWER_WITHIN, asked_at=None
        )
        some = list(due.order_by("pk")[:_AT_ONCE])
        mine = defaultdict(list)
        for row in with_language(Subscription.objects.filter(follower__in=some).order_by()):
            mine[row.follower_id].append(row)
        outbox.enqueue_many(
            [letters.wanted_message(one, f"{now:%Y%m%d}", language_of(mine[one.pk])) for one in some]
        )
        Follower.objects.filter(pk__in=[one.pk for one in some]).update(asked_at=now)
    return len(some)


def forget_unwanted(now: datetime | None = None) -> int:
    """Forgets whoever was asked and did not answer; returns how many."""
    now = now or timezone.now()
    silent = Follower.objects.filter(asked_at__lte=now - ANSWER_WITHIN, wanted_at__lte=now - KEPT_FOR)
    some = list(silent.order_by("pk")[:_AT_ONCE])
    for follower in some:
        keeping.forget(follower)
    return len(some)


def note_refusal(message: OutboxMessage, reason: str) -> None:
    """A letter came back: ends what nobody will ever read, and counts what may be a passing trouble."""
    if message.link_kind == CONFIRM:
        FollowRequest.objects.filter(pk=message.link_target, follower=None).delete()
        return
    if message.link_kind not in TO_FOLLOWERS:
        return
    now = timezone.now()
    with transaction.atomic():
        rows = Follower.objects.select_for_update().filter(
            pk=message.link_target.partition(":")[0], email=message.recipient
        )
        follower = rows.first()
        if follower is None:
            return
        is_recent = follower.refused_at is not None and follower.refused_at > now - REFUSALS_WITHIN
        refusals = follower.refusals + 1 if is_recent else 1
        if _NO_MAILBOX.search(reason) or refusals >= MOST_REFUSALS:
            keeping.forget(follower, but=message.pk)
        else:
            rows.update(refusals=refusals, refused_at=now)
