"""The addresses to which what is new is written, and what they follow."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from portal.privacy import Free, Holding
from seguire.followers import keeping
from seguire.followers.models import Follower, FollowRequest


def _follower_ends(follower: Follower) -> date:
    return timezone.localdate(follower.wanted_at + keeping.KEPT_FOR)


def _request_ends(asked: FollowRequest) -> date:
    return timezone.localdate(asked.asked_at + keeping.CONFIRM_WITHIN)


HOLDINGS = [
    Holding(
        model="seguire.Follower",
        fields=("email", "token_hash"),
        beside=("frequency", "confirmed_at", "wanted_at", "asked_at", "next_at", "refusals", "refused_at"),
        find=lambda email: Q(email__iexact=email),
        rule="Until its owner ends it, letters come back, or two years pass without a word of its owner, who "
        "is asked a month before.",
        ends=_follower_ends,
        erase=keeping.forget,
    ),
    Holding(
        model="seguire.Subscription",
        fields=("title",),
        beside=("follower", "page", "topic", "language", "since", "ended_at"),
        find=lambda email: Q(follower__email__iexact=email),
        rule="Until its owner ends it, or what is followed is over and that was told.",
        part_of="seguire.Follower",
    ),
    Holding(
        model="seguire.FollowRequest",
        fields=("email", "wanted", "link_hash", "press"),
        beside=("frequency", "asked_at"),
        find=lambda email: Q(email__iexact=email),
        rule="Three days after it was asked for.",
        ends=_request_ends,
        erase=keeping.forget_request,
    ),
]

FREE = [
    Free(("seguire.Novelty", "seguire.Noticing"), "What happened to public pages, and when it was noticed."),
]
