"""How long what signers typed is kept, and how it is forgotten."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from patti.signatures import naming, way_back
from patti.signatures.kinds import CONFIRM, SIGNED
from patti.signatures.models import Signature, SignerKind, SigningRequest
from portal.models import OutboxMessage

# A request that nobody confirms is forgotten after so long.
CONFIRM_WITHIN = timedelta(days=3)
# After the last day for signing, who signed is known for so long, and in no case longer than the other.
KEPT_AFTER_CLOSING = timedelta(days=730)
KEPT_AT_MOST = timedelta(days=3_650)
_AT_ONCE = 500


def ends(signature: Signature) -> date | None:
    """The last day on which it is known who signed; None where it is forgotten already."""
    if signature.forgotten_at is not None:
        return None
    closes = signature.page.closes_at or signature.signed_at
    end = min(max(closes, signature.signed_at) + KEPT_AFTER_CLOSING, signature.signed_at + KEPT_AT_MOST)
    return timezone.localdate(end)


def request_ends(asked: SigningRequest) -> date:
    return timezone.localdate(asked.asked_at + CONFIRM_WITHIN)


def forget(signature: Signature) -> None:
    """Erases a signature, what was asked for it and the letters about it: it is counted no more."""
    with transaction.atomic():
        _forget_around(signature)
        Signature.objects.filter(pk=signature.pk).delete()


def forget_request(asked: SigningRequest) -> None:
    """Erases what was asked for with an address, and the letter that asks it to confirm."""
    with transaction.atomic():
        SigningRequest.objects.filter(pk=asked.pk).delete()
        OutboxMessage.objects.filter(link_kind=CONFIRM, link_target=str(asked.pk)).delete()


def forget_signer(signature: Signature, *, at: datetime) -> None:
    """Erases who signed; that somebody signed this version, and when, is still counted."""
    with transaction.atomic():
        _forget_around(signature)
        Signature.objects.filter(pk=signature.pk).update(
            email="",
            mailbox="",
            first_name="",
            last_name="",
            body="",
            key="",
            role="",
            municipality=None,
            shows_name=False,
            seed="",
            token_hash=None,
            forgotten_at=at,
        )


def prune(now: datetime | None = None) -> int:
    """Forgets requests that nobody confirmed, and signers whose time is over; returns how many."""
    now = now or timezone.now()
    old = SigningRequest.objects.filter(asked_at__lt=now - CONFIRM_WITHIN).order_by("pk")[:_AT_ONCE]
    gone = 0
    for asked in old:
        forget_request(asked)
        gone += 1
    after = now - KEPT_AFTER_CLOSING
    is_over = Q(page__closes_at__lt=after) | Q(page__closes_at=None)
    due = Signature.objects.filter(forgotten_at=None).filter(
        Q(signed_at__lt=now - KEPT_AT_MOST) | (is_over & Q(signed_at__lt=after))
    )
    for signature in due.order_by("pk")[:_AT_ONCE]:
        forget_signer(signature, at=now)
        gone += 1
    return gone


def _forget_around(signature: Signature) -> None:
    # What waits under the same name would bring it back; for another body something else was asked.
    same = SigningRequest.objects.filter(page=signature.page_id, kind=signature.kind)
    is_body, key = signature.kind == SignerKind.BODY, naming.key_of(signature)
    for one in same.filter(Q(signature=signature.pk) | Q(mailbox=signature.mailbox) & ~Q(mailbox="")):
        if one.signature_id == signature.pk or not is_body or naming.key_of(one) == key:
            forget_request(one)
    OutboxMessage.objects.filter(link_kind=SIGNED, link_target=str(signature.pk)).delete()
    way_back.forget(signature.email)
