"""Asking to follow something: the same work and the same answer for every address, known or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.languages import spoken
from seguire.followers import letters
from seguire.followers.models import FollowRequest
from seguire.followers.subjects import Subject

# Asked for again within this time, it is the same request and the same letter.
SAME_PRESS = timedelta(minutes=10)


def ask(address: str, wanted: Sequence[Subject], frequency: str, *, at: datetime) -> None:
    """Keeps what was asked for, and writes the letter to the address that asks whether it is so.

    Args:
        address: as `addresses.normal` gives it; it may be anybody's.
    """
    codes = sorted(one.code for one in wanted)
    with transaction.atomic():
        asked, is_new = FollowRequest.objects.get_or_create(
            press=_press(address, codes, frequency, at),
            defaults={"email": address, "wanted": codes, "frequency": frequency, "asked_at": at},
        )
        if is_new:
            letters.write_confirm(asked)


def _press(address: str, codes: Sequence[str], frequency: str, at: datetime) -> str:
    slot = int(at.timestamp() // SAME_PRESS.total_seconds())
    value = "|".join([address, *codes, frequency, spoken(), str(slot)])
    return salted_hmac("seguire.followers.asking", value, algorithm="sha256").hexdigest()
