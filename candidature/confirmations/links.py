"""The link by which somebody who is asked to confirm reads what is written, and answers.

Each letter carries one of its own, which opens once it left. Links of who was taken off, or said no, go on
saying why they open nothing.
"""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation, ConfirmationLink
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people.addresses import normal
from portal.privacy.tokens import digest, is_well_formed

# Who may still be written to.
_AWAITED = (Confirmation.State.NAMED, Confirmation.State.ASKED, Confirmation.State.CONFIRMED)


def find(secret: str) -> Confirmation | None:
    """Who was asked by the letter with this link."""
    if not is_well_formed(secret):
        return None
    found = Confirmation.objects.select_related(
        "draft__page", "draft__municipality", "submission__page", "submission__municipality"
    )
    # A draft that expired is nobody's any more, though it waits to be forgotten.
    living = Q(draft=None) | Q(draft__expires_at__gt=timezone.now())
    return found.filter(living, links__token_hash=digest(secret)).first()


def letter_address(message: OutboxMessage, secret: str) -> str:
    """The link in a letter. It opens once `activate` was called.

    Raises:
        LinkTargetGoneError: nobody awaits an answer from this address any more, or it would come too late.
    """
    confirmation = _of(message)
    if confirmation is None or Application.of(confirmation).closed_to(confirmation, timezone.now()):
        raise outbox.LinkTargetGoneError(message.link_target)
    return settings.SITE_URL + reverse("candidature:answer", args=[secret])


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the link of a letter that left good, unless somebody else was named meanwhile."""
    confirmation = _of(message)
    if confirmation is not None:
        values = {"confirmation": confirmation}
        ConfirmationLink.objects.get_or_create(token_hash=digest(secret), defaults=values)


def _of(message: OutboxMessage) -> Confirmation | None:
    rows = Confirmation.objects.select_related("draft__page", "submission__page")
    found = rows.filter(pk=message.link_target, state__in=_AWAITED).first()
    is_for_it = found is not None and normal(found.email) == normal(message.recipient)
    return found if is_for_it else None
