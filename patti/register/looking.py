"""What the staff say of a name: it may be shown, or it may not."""

from collections.abc import Iterable

from django.utils import timezone

from patti.signatures.models import Look, Signature


def mark(numbers: Iterable[int], look: Look) -> int:
    """Gives signatures a state; returns how many had another. Those that are gone are left out."""
    others = Signature.objects.filter(pk__in=list(numbers)).exclude(look=look)
    return others.update(look=look, looked_at=None if look == Look.NEW else timezone.now())
