"""What an address began or sent, found when the letter of `candidature.letters.way_back` is about to leave.

Each link is derived from the letter's secret and from what it opens: an attempt made again carries the same.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from candidature.letters import way_back
from candidature.letters.way_back import Way
from candidature.links import draft_links
from candidature.links.tokens import digest
from candidature.submissions import addresses
from candidature.submissions.models import Draft, FollowLink, Submission
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.privacy.derived_secrets import derive

# In one letter; newest first.
AT_MOST = 10

Found = Draft | Submission


def letter_text(message: OutboxMessage, secret: str) -> str:
    """The ways back of the recipient, with links that open once `activate` was called.

    Raises:
        LinkTargetGoneError: nothing was begun or sent with this address, or all of it is erased.
    """
    found = _of(message.recipient)
    if not found:
        raise outbox.LinkTargetGoneError(message.pk)
    ways = [Way(one, one.page.specific, _address(one, secret)) for one in found[:AT_MOST]]
    return way_back.in_words(ways, len(found) - len(ways))


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the links of a letter that left open what is still there and still its recipient's."""
    for one in _of(message.recipient, locked=True)[:AT_MOST]:
        if isinstance(one, Draft):
            draft_links.open_with(one, _secret(one, secret))
        else:
            FollowLink.objects.get_or_create(
                token_hash=digest(_secret(one, secret)), defaults={"submission": one}
            )


def _of(address: str, *, locked: bool = False) -> list[Found]:
    """The living drafts and the submissions of an address, newest first."""
    address = addresses.normal(address)
    drafts = _with(address, Draft.objects.filter(expires_at__gt=timezone.now()), locked)
    submissions = _with(address, Submission.objects.all(), locked)
    return sorted([*drafts, *submissions], key=_moment, reverse=True)


def _with(address: str, rows: QuerySet[Any], locked: bool) -> list[Found]:
    rows = rows.filter(addresses.may_be(address)).defer("answers").select_related("page").order_by("pk")
    if locked:
        rows = rows.select_for_update(of=("self",))
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
