"""The submissions before and after one, in the list it was opened from."""

from dataclasses import dataclass

from django.http import HttpRequest

from candidature.models import Submission
from istruttoria.queue.addresses import detail_url
from istruttoria.queue.listing import Listing


@dataclass(frozen=True)
class Neighbours:
    """Addresses; None at either end of the list."""

    previous: str | None
    following: str | None


def neighbours(request: HttpRequest, submission: Submission) -> Neighbours:
    """Found by value, not by position, so they hold even when this submission has just left the list."""
    listing = Listing(request)
    return Neighbours(
        previous=_address(request, listing.before(submission)),
        following=_address(request, listing.after(submission)),
    )


def _address(request: HttpRequest, pk: int | None) -> str | None:
    return detail_url(pk, request.GET) if pk is not None else None
