"""Asking to sign: the same work and the same answer for every address, whether it signed or not."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from patti.signatures import letters, naming
from patti.signatures.models import SignerKind, SigningRequest
from portal.people.addresses import box
from portal.people.names import NO_LETTERS

# Asked for again within this time, it is the same request and the same letter.
SAME_PRESS = timedelta(minutes=10)


def ask(wanted: SigningRequest, *, at: datetime) -> None:
    """Keeps what was asked for, and writes the letter to the address that asks whether it is so.

    Args:
        wanted: not saved yet; its address is as `addresses.normal` gives it, and may be anybody's.

    Raises:
        ValidationError: the name of the body is no name: it would be the same as that of any other such.
    """
    if wanted.kind == SignerKind.BODY and not naming.key_of(wanted):
        raise ValidationError(NO_LETTERS, code="letters")
    wanted.mailbox, wanted.asked_at = box(wanted.email), at
    with transaction.atomic():
        wanted.press = _press(wanted, at)
        while (before := SigningRequest.objects.filter(press=wanted.press).first()) is not None:
            if before.signature_id is None:
                return
            # It was confirmed since: who asks again has lost the way back.
            wanted.press = _digest(wanted.press, before.pk)
        # Whoever asks holds the version (`patti.public.signing`), so nobody else writes this press meanwhile.
        wanted.save(force_insert=True)
        letters.write_confirm(wanted)


def _press(wanted: SigningRequest, at: datetime) -> str:
    slot = int(at.timestamp() // SAME_PRESS.total_seconds())
    what = (
        wanted.version_id,
        wanted.kind,
        wanted.email,
        wanted.body,
        wanted.first_name,
        wanted.last_name,
        wanted.role,
        wanted.municipality_id,
        wanted.shows_name,
        slot,
    )
    return _digest(*what)


def _digest(*what: object) -> str:
    return salted_hmac("patti.signatures.asking", repr(what), algorithm="sha256").hexdigest()
