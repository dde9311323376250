"""Confirming what was asked for: whoever presses the button behind a letter's link reads what goes there."""

from datetime import datetime

from django.db import transaction

from portal.languages import spoken
from portal.models import OutboxMessage
from portal.privacy.tokens import digest, is_well_formed
from seguire.followers import secret_links, subjects
from seguire.followers.hours import next_moment
from seguire.followers.keeping import CONFIRM_WITHIN
from seguire.followers.models import Follower, FollowRequest, Subscription
from seguire.followers.subjects import Subject
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

    Topics are followed in the language that is spoken: the letter leads to this in the one of who asked.

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
            _follow(follower, one, last, at)
        if follower.subscriptions.count() > MOST:
            raise TooManyError
        locked.follower = follower
        locked.save(update_fields=["follower"])
    return follower


def _follow(follower: Follower, wanted: Subject, last: int, at: datetime) -> None:
    """Of a topic that is followed in another language already, the one of now counts from now on."""
    language = spoken()
    row, is_new = Subscription.objects.get_or_create(
        follower=follower,
        page=wanted.page,
        topic=wanted.topic,
        defaults={"title": wanted.title, "language": language, "told": last},
    )
    if not is_new and row.topic is not None and row.language != language:
        row.title, row.language, row.since = wanted.title, language, at
        row.save(update_fields=["title", "language", "since"])


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
