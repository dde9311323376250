"""What somebody changes about what they follow, behind the secret of their letters."""

from datetime import datetime

from django.db import transaction

from seguire.followers.hours import next_moment
from seguire.followers.keeping import forget
from seguire.followers.models import Follower, Frequency


def change_frequency(follower: Follower, frequency: str, *, at: datetime) -> None:
    """How often, from now on. What is none is not taken."""
    if frequency in Frequency.values and frequency != follower.frequency:
        rows = Follower.objects.filter(pk=follower.pk)
        rows.update(frequency=frequency, next_at=next_moment(frequency, at))
    say_still_wanted(follower, at=at)


def stop_one(follower: Follower, number: str, *, at: datetime) -> bool:
    """Ends one subscription by its number; whether any is left, without which the address is forgotten."""
    with transaction.atomic():
        Follower.objects.select_for_update().filter(pk=follower.pk).first()
        if number.isascii() and number.isdigit() and len(number) < 19:
            follower.subscriptions.filter(pk=int(number)).delete()
        if not follower.subscriptions.exists():
            forget(follower)
            return False
    say_still_wanted(follower, at=at)
    return True


def stop_all(follower: Follower) -> None:
    """Ends all of it and forgets the address."""
    forget(follower)


def say_still_wanted(follower: Follower, *, at: datetime) -> None:
    """The letters are wanted: the years are counted anew."""
    Follower.objects.filter(pk=follower.pk).update(wanted_at=at, asked_at=None, refusals=0)
