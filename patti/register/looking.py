"""What the staff say of a name: it may be shown, or it may not."""

from collections.abc import Iterable

from django.utils import timezone

from patti.signatures.models import Look, Signature
from portal.accounts.models import User


def mark(numbers: Iterable[int], look: Look, user: User) -> int:
    """Gives signatures a state, from this account; returns how many had another. Those that are gone are
    left out."""
    others = Signature.objects.filter(pk__in=list(numbers)).exclude(look=look)
    if look == Look.NEW:
        return others.update(look=look, looked_by=None, looked_at=None)
    return others.update(look=look, looked_by=user, looked_at=timezone.now())
