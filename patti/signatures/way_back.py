"""The letter that leads somebody who lost another back to all that they signed, by their address alone.

As in decision 34 it is written to the outbox for whatever address was typed. Whether anything was signed with
that very address is asked when the letter is about to leave: for any other nothing leaves, and the row goes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from patti.signatures import secret_links
from patti.signatures.kinds import WAY_BACK
from patti.signatures.models import Signature, SigningRequest
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox

# Asked for again within this time, it is the same letter.
SAME_REQUEST = timedelta(minutes=10)
# Long enough to try again after a day without a mail server, and to see that it left.
KEPT_FOR = timedelta(days=3)
# In one letter: more than anybody signs, and less than a letter that is cut.
AT_MOST = 20
_PREFIX = "patti_way_back:"


@dataclass(frozen=True)
class Way:
    """One line of the letter: what was signed, and where the signature is."""

    signature: Signature
    link: str


def request(address: str, *, at: datetime) -> None:
    """Puts the letter in the outbox: the same work for every address.

    Args:
        address: as `addresses.normal` gives it; it may be nobody's.
        at: when it was asked for.
    """
    _write(address, f"at {int(at.timestamp() // SAME_REQUEST.total_seconds())}")


def tell(signature: Signature, about: SigningRequest) -> None:
    """Puts the letter in the outbox because the mailbox of a signature asked to sign once more.

    Args:
        about: what was asked for; it causes one letter, however often it is confirmed.
    """
    _write(signature.email, f"for {about.pk}")


def letter_blocks(message: OutboxMessage, _secret: str) -> list[Block]:
    """The ways back of the recipient.

    Raises:
        LinkTargetGoneError: nothing was signed with this address, or all of it was taken back.
    """
    signed = Signature.objects.filter(email=message.recipient, forgotten_at=None).exclude(email="")
    signed = signed.select_related("version").order_by("-signed_at", "-pk")
    found = list(signed[: AT_MOST + 1])
    if not found:
        raise outbox.LinkTargetGoneError(message.pk)
    ways = [Way(one, secret_links.address("mine", secret_links.token_of(one))) for one in found[:AT_MOST]]
    return in_words(ways, has_more=len(found) > AT_MOST)


def forget(address: str) -> None:
    """Deletes the letters to an address of which a signature is erased: they name it, and lead to it."""
    OutboxMessage.objects.filter(key__startswith=_keys(address)).delete()


def prune(now: datetime | None = None) -> int:
    """Deletes the letters asked for longer ago than `KEPT_FOR`, whatever became of them; returns how many."""
    limit = (now or timezone.now()) - KEPT_FOR
    deleted, _by_model = OutboxMessage.objects.filter(link_kind=WAY_BACK, created_at__lt=limit).delete()
    return deleted


def subject() -> str:
    return _("Ritrova la tua firma su %(site)s") % {"site": settings.SITE_NAME}


def blocks() -> list[Block]:
    """The letter, with the place where the ways back go."""
    return rendered("patti/letters/way_back.txt", {"heading": subject()})


def in_words(ways: list[Way], *, has_more: bool = False) -> list[Block]:
    """What stands in the letter in that place.

    Args:
        has_more: whether older ones are left out.
    """
    return rendered("patti/letters/_ways.txt", {"ways": ways, "has_more": has_more})


def _write(address: str, occasion: str) -> None:
    with override(settings.LANGUAGE_CODE):
        message = outbox.message(
            key=f"{_keys(address)}{occasion}",
            recipient=address,
            subject=subject(),
            body=blocks(),
            link_kind=WAY_BACK,
            lane=OutboxMessage.Lane.FIRST,
        )
    outbox.enqueue_many([message])


def _keys(address: str) -> str:
    """How the keys of all letters to an address begin."""
    # A digest: the key of a row is shown to people who need not read the address.
    digest = salted_hmac("patti.signatures.way_back", address, algorithm="sha256").hexdigest()
    return f"{_PREFIX}{digest}:"
