"""What an address began or sent, found when the letter of `candidature.letters.way_back` is about to leave.

Each link is derived from the letter's secret and from what it opens: an attempt made again carries the same.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from candidature.letters import way_back
from candidature.letters.way_back import Way
from candidature.links import draft_links
from candidature.links.models import FollowLink
from candidature.pages.translations import in_spoken_words
from candidature.submissions.channels import Channel
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from portal.languages import reading
from portal.letters.blocks import Block
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people import addresses
from portal.privacy.derived_secrets import derive
from portal.privacy.tokens import digest

# In one letter, of which so many are for drafts, if there are any: whoever begins drafts in number with
# somebody's address must not hide what that person sent. More than anybody has who is not an office (nothing
# else leads to what is left out), and few enough that no mailbox cuts the letter short.
AT_MOST = 30
FOR_DRAFTS = 10

Found = Draft | Submission


def letter_blocks(message: OutboxMessage, secret: str) -> list[Block]:
    """The ways back of the recipient, with links that open once `activate` was called.

    Raises:
        LinkTargetGoneError: nothing was begun or sent with this address, or all of it is erased.
    """
    named, others = _of(message.recipient)
    if not named:
        raise outbox.LinkTargetGoneError(message.pk)
    ways = [_way(one, secret) for one in named]
    return way_back.in_words(ways, others)


def _way(found: Found, secret: str) -> Way:
    """Each leads to pages in the language in which it was begun, whatever that of the letter is."""
    with reading(found.language):
        return Way(found, in_spoken_words(found.page.specific), _address(found, secret))


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the links of a letter that left open what is still there and still its recipient's."""
    address = addresses.normal(message.recipient)
    for one in sorted(_of(message.recipient)[0], key=lambda one: (isinstance(one, Submission), one.pk)):
        rows: QuerySet[Any] = type(one)._default_manager.select_for_update(of=("self",))
        locked = rows.defer("answers").filter(pk=one.pk).first()
        if locked is None or addresses.normal(locked.email) != address:
            continue
        if isinstance(locked, Draft):
            draft_links.open_with(locked, _secret(locked, secret))
        else:
            FollowLink.objects.get_or_create(
                token_hash=digest(_secret(locked, secret)), defaults={"submission": locked}
            )


def _of(address: str) -> tuple[list[Found], int]:
    """What the letter to an address names, newest first, and how many older ones it leaves out."""
    address = addresses.normal(address)
    bare = ExpressionWrapper(Q(answers={}), output_field=BooleanField())
    # What is typed at the desk has no link, whatever address stands in it.
    living = Draft.objects.filter(expires_at__gt=timezone.now(), channel=Channel.ONLINE).annotate(bare=bare)
    # Those in which something is written come before those that were only begun.
    drafts = _with(address, living.order_by("bare", "-updated_at", "-pk"))
    submissions = _with(address, Submission.objects.order_by("-submitted_at", "-pk"))
    named = submissions[: AT_MOST - min(len(drafts), FOR_DRAFTS)]
    named += drafts[: AT_MOST - len(named)]
    return sorted(named, key=_moment, reverse=True), len(submissions) + len(drafts) - len(named)


def _with(address: str, rows: QuerySet[Any]) -> list[Found]:
    rows = rows.filter(addresses.may_be(address)).defer("answers").select_related("page")
    return [row for row in rows if addresses.normal(row.email) == address]


def _moment(found: Found) -> datetime:
    return found.updated_at if isinstance(found, Draft) else found.submitted_at


def _secret(found: Found, secret: str) -> str:
    return derive("candidature.way_back", secret, f"{type(found).__name__} {found.pk}")


def _address(found: Found, secret: str) -> str:
    own = _secret(found, secret)
    if isinstance(found, Draft):
        return draft_links.address(own)
    return settings.SITE_URL + reverse("candidature:follow", args=[own])
