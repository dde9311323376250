"""The letters about following itself: the one that asks to confirm, and the one that asks once in two years.

Of what is followed nothing stands in the outbox, which colleagues read: it is written when the letter leaves.
"""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.italian.days import with_article
from portal.languages import reading, spoken
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from seguire.followers import secret_links, subjects
from seguire.followers.keeping import ANSWER_WITHIN, CONFIRM_WITHIN, KEPT_FOR
from seguire.followers.kinds import CONFIRM, WANTED
from seguire.followers.models import Follower, FollowRequest, Frequency


def confirm_subject() -> str:
    return _("Conferma: gli aggiornamenti di %(site)s") % {"site": settings.SITE_NAME}


def confirm_blocks() -> list[Block]:
    days = {"days": CONFIRM_WITHIN.days}
    return rendered("seguire/letters/confirm.txt", {"heading": confirm_subject(), **days})


def in_words(titles: Sequence[str], frequency: str, link: str) -> list[Block]:
    """What is to be confirmed, and the button."""
    context = {"titles": titles, "frequency": Frequency(frequency).label, "link": link}
    return rendered("seguire/letters/_confirm.txt", context)


def confirm_address(message: OutboxMessage, secret: str) -> list[Block]:
    """What stands in the letter that asks to confirm. Its link opens once `open_confirmation` was called.

    Raises:
        LinkTargetGoneError: the request was forgotten, or confirmed by another letter.
    """
    asked = FollowRequest.objects.filter(pk=message.link_target, follower=None).first()
    titles = [one.title for one in subjects.coded(asked.wanted)] if asked is not None else []
    if asked is None or not titles:
        raise outbox.LinkTargetGoneError(message.link_target)
    return in_words(titles, asked.frequency, secret_links.address("confirm", secret))


def write_confirm(asked: FollowRequest) -> None:
    """Writes the letter that asks whether the address is of who asked, in the language in which they did."""
    message = outbox.message(
        key=f"seguire_confirm:{asked.pk}",
        recipient=asked.email,
        subject=confirm_subject(),
        body=confirm_blocks(),
        link_kind=CONFIRM,
        link_target=str(asked.pk),
        lane=OutboxMessage.Lane.FIRST,
        language=spoken(),
    )
    outbox.enqueue_many([message])


def wanted_subject() -> str:
    return _("Vuoi ancora gli aggiornamenti di %(site)s?") % {"site": settings.SITE_NAME}


def wanted_blocks() -> list[Block]:
    until = with_article(timezone.localdate() + ANSWER_WITHIN)
    months = KEPT_FOR.days // 30
    context = {
        "heading": wanted_subject(),
        "until": until,
        "months": months,
        "link": outbox.LINK_PLACEHOLDER,
    }
    return rendered("seguire/letters/still_wanted.txt", context)


def wanted_message(follower: Follower, now: str, language: str) -> OutboxMessage:
    """The letter that asks whether the others are still wanted.

    Args:
        now: tells this time of asking from others.
        language: of the follower.
    """
    with reading(language):
        return outbox.message(
            key=f"seguire_wanted:{follower.pk}:{now}",
            recipient=follower.email,
            subject=wanted_subject(),
            body=wanted_blocks(),
            link_kind=WANTED,
            link_target=str(follower.pk),
            lane=OutboxMessage.Lane.LAST,
            language=language,
        )


def wanted_address(message: OutboxMessage, _secret: str) -> str:
    """The way to the page with the button.

    Raises:
        LinkTargetGoneError: the address is forgotten, or its owner said so already.
    """
    follower = follower_of(message)
    if follower.asked_at is None:
        raise outbox.LinkTargetGoneError(message.link_target)
    return secret_links.address("still", secret_links.token_of(follower))


def follower_of(message: OutboxMessage) -> Follower:
    """Whom a letter goes to; what stands in `link_target` up to a colon is its number.

    Raises:
        LinkTargetGoneError: the address is forgotten.
    """
    found = Follower.objects.filter(pk=message.link_target.partition(":")[0], email=message.recipient).first()
    if found is None:
        raise outbox.LinkTargetGoneError(message.link_target)
    return found


def headers(message: OutboxMessage) -> dict[str, str]:
    with reading(message.language):
        return secret_links.headers(follower_of(message))
