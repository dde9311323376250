"""The letter that leads somebody who lost a link back to all they began or sent, by their address alone.

It is written to the outbox for whatever address was typed. Whether anything is that address's is asked when
the letter is about to leave (`candidature.links.ways_back`): for any other, nothing leaves and the row goes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from candidature.pages.contacts import Contact, contact_of_stored
from candidature.pages.participation import ParticipationPage
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from portal.languages import spoken
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people import addresses

LINK = "candidature.way_back"
# Asked for again within this time, it is the same letter.
SAME_REQUEST = timedelta(minutes=10)
# Long enough to try again after a day without a mail server, and to see that it left.
KEPT_FOR = timedelta(days=3)
_PREFIX = "way_back:"


@dataclass(frozen=True)
class Way:
    """One line of the letter: what was begun or sent, and where it is."""

    found: Draft | Submission
    page: ParticipationPage
    link: str

    @property
    def draft(self) -> Draft | None:
        return self.found if isinstance(self.found, Draft) else None

    @property
    def contact(self) -> Contact:
        return contact_of_stored(self.page)


def request(address: str, *, at: datetime) -> None:
    """Puts the letter in the outbox, in the language that is spoken now: the same work for every address.

    Args:
        address: as `addresses.normal` gives it; it may be nobody's.
        at: when it was asked for.
    """
    message = outbox.message(
        key=_key(address, at),
        recipient=address,
        language=spoken(),
        subject=subject(),
        body=blocks(),
        link_kind=LINK,
        lane=OutboxMessage.Lane.FIRST,
    )
    outbox.enqueue_many([message])


def forget(address: str) -> None:
    """Deletes the letters to an address of which something is erased: they name it, and lead to it."""
    OutboxMessage.objects.filter(key__startswith=_keys(addresses.normal(address))).delete()


def prune(now: datetime | None = None) -> int:
    """Deletes the letters asked for longer ago than `KEPT_FOR`, whatever became of them; returns how many."""
    limit = (now or timezone.now()) - KEPT_FOR
    old = OutboxMessage.objects.filter(key__startswith=_PREFIX, created_at__lt=limit)
    deleted, _by_model = old.delete()
    return deleted


def subject() -> str:
    return _("Ritrova la tua domanda su %(site)s") % {"site": settings.SITE_NAME}


def blocks() -> list[Block]:
    """The letter, with the place where the ways back go."""
    return rendered("candidature/letters/way_back.txt", {"heading": subject()})


def in_words(ways: list[Way], more: int) -> list[Block]:
    """What stands in the letter in that place.

    Args:
        more: how many older ones are left out.
    """
    return rendered("candidature/letters/_ways.txt", {"ways": ways, "more": more})


def _key(address: str, at: datetime) -> str:
    return f"{_keys(address)}{int(at.timestamp() // SAME_REQUEST.total_seconds())}"


def _keys(address: str) -> str:
    """How the keys of all letters to an address begin."""
    # A digest: the key of a row outlives nothing, but it is shown to nobody who need not read the address.
    digest = salted_hmac("candidature.letters.way_back", address, algorithm="sha256").hexdigest()
    return f"{_PREFIX}{digest}:"
