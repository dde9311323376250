"""The secret link of an opinion: it opens once the letter with it left, and says later that nobody waits."""

from django.conf import settings
from django.urls import reverse

from istruttoria.opinions.models import Opinion, OpinionLink
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people.addresses import normal
from portal.privacy.tokens import digest, is_well_formed


def find(secret: str) -> Opinion | None:
    """The opinion whose letter carried this link."""
    if not is_well_formed(secret):
        return None
    found = Opinion.objects.select_related("submission__page", "submission__form_version", "attached")
    return found.filter(links__token_hash=digest(secret)).first()


def letter_address(message: OutboxMessage, secret: str) -> str:
    """The link in a letter. It opens once `activate` was called.

    Raises:
        LinkTargetGoneError: it is not asked for any more, or nobody waits for it.
    """
    opinion = _of(message)
    if opinion is None or opinion.is_dropped:
        raise outbox.LinkTargetGoneError(message.link_target)
    return settings.SITE_URL + reverse("opinions:give", args=[secret])


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the link of a letter that left good, unless it was revoked meanwhile."""
    opinion = _of(message)
    if opinion is not None:
        OpinionLink.objects.get_or_create(token_hash=digest(secret), defaults={"opinion": opinion})


def _of(message: OutboxMessage) -> Opinion | None:
    asked = Opinion.objects.select_related("submission")
    found = asked.filter(pk=message.link_target, state=Opinion.State.ASKED).first()
    return found if found is not None and normal(found.email) == normal(message.recipient) else None
