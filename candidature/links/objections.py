"""The link by which the former address says: it was not me."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from candidature.submissions.address_changes import OBJECTION, AddressChange
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people.addresses import normal
from portal.privacy.tokens import digest, is_well_formed


def find(secret: str) -> AddressChange | None:
    """The change that a link objects to, while that is possible; stopped and objected ones included."""
    if not is_well_formed(secret):
        return None
    changes = AddressChange.objects.select_related("submission__page")
    limit = timezone.now() - OBJECTION - timedelta(days=1)
    return changes.filter(objection_hash=digest(secret), asked_at__gt=limit).first()


def letter_address(message: OutboxMessage, secret: str) -> str:
    """The link in the letter to the former address. It opens once `activate` was called.

    Raises:
        LinkTargetGoneError: the submission was erased.
    """
    if not _of(message).exists():
        raise outbox.LinkTargetGoneError(message.link_target)
    return settings.SITE_URL + reverse("candidature:object", args=[secret])


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the link of a letter that left good."""
    change = _of(message).first()
    if change is not None and normal(change.former) == normal(message.recipient):
        _of(message).update(objection_hash=digest(secret))


def _of(message: OutboxMessage) -> QuerySet[AddressChange]:
    return AddressChange.objects.filter(pk=message.link_target)
