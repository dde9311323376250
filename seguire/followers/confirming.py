"""Confirming what was asked for: whoever presses the button behind a letter's link reads what goes there."""

from datetime import datetime

from django.db import transaction

from candidature.links.tokens import digest, is_well_formed
from portal.models import OutboxMessage
from seguire.followers import secret_links, subjects
from seguire.followers.hours import next_moment
from seguire.followers.keeping import CONFIRM_WITHIN
from seguire.followers.models import Follower, FollowRequest, Subscription
from seguire.happened.noticing import newest

# Of one address.
MOST = 100


class NothingLeftError(Exception):
    """What was asked for cannot be followed any more."""


class TooManyError(Exception):
    """This address follows as much as one may."""


def open_link(message: OutboxMessage, secret: str) -> None:
    """Makes the link of a letter that left open the request."""
    FollowRequest.objects.filter(pk=message.link_target).update(link_hash=digest(secret))


def find(secret: str, at: datetime) -> FollowRequest | None:
    """What a letter's link confirms, or has confirmed; None for what is no link, or waited too long."""
    if not is_well_formed(secret):
        return None
    asked = FollowRequest.objects.filter(link_hash=digest(secret)).select_related("follower").first()
    return asked if asked is not None and asked.asked_at > at - CONFIRM_WITHIN else None


def confirm(asked: FollowRequest, *, at: datetime) -> Follower | None:
    """Begins to follow what was asked for; pressed again, it leads to the same. None once it is forgotten.

    Raises:
        NothingLeftError: none of it can be followed any more.
        TooManyError: nothing was changed.
    """
    last = newest()
    with transaction.atomic():
        locked = (
            FollowRequest.objects.select_for_update(of=("self",))
            .select_related("follower")
            .filter(pk=asked.pk)
        ).first()
        if locked is None or locked.follower is not None:
            return locked.follower if locked else None
        wanted = subjects.coded(locked.wanted)
        if not wanted:
            raise NothingLeftError
        follower = _follower(locked, at)
        for one in wanted:
            Subscription.objects.get_or_create(
                follower=follower, page=one.page, topic=one.topic, defaults={"title": one.title, "told": last}
            )
        if follower.subscriptions.count() > MOST:
            raise TooManyError
        locked.follower = follower
        locked.save(update_fields=["follower"])
    return follower


def _follower(asked: FollowRequest, at: datetime) -> Follower:
    """Whose address it is, now written to as often as was asked for last."""
    now_wanted = {
        "frequency": asked.frequency,
        "next_at": next_moment(asked.frequency, at),
        "wanted_at": at,
        "asked_at": None,
        "refusals": 0,
    }
    first = {**now_wanted, **secret_links.new(), "confirmed_at": at}
    follower, _is_new = Follower.objects.update_or_create(
        email=asked.email, defaults=now_wanted, create_defaults=first
    )
    return follower
