"""The submissions before and after one, in the list it was opened from."""

from dataclasses import dataclass

from django.http import HttpRequest

from candidature.models import Submission
from istruttoria.queue.addresses import detail_url
from istruttoria.queue.listing import Listing
from portal.models import User

# The name of the buttons; the value of the one that goes on to the next in the list.
THEN, NEXT = "then", "next"


@dataclass(frozen=True)
class Neighbours:
    """Addresses, None at either end of the list; where the submission stands in it, None if it left it."""

    previous: str | None
    following: str | None
    position: int | None
    how_many: int


def neighbours(request: HttpRequest, submission: Submission) -> Neighbours:
    """Found by value, not by position, so they hold even when this submission has just left the list."""
    listing = Listing(request)
    around = listing.around(submission)
    return Neighbours(
        previous=_address(request, around.before),
        following=_address(request, around.after),
        position=around.position,
        how_many=listing.how_many if around.position else 0,
    )


def next_for(request: HttpRequest, submission: Submission, user: User) -> str | None:
    """The address of the next of the list that waits for this account, or else of the next at all."""
    return _address(request, Listing(request).next_for(submission, user))


def next_to_score(request: HttpRequest, submission: Submission) -> str | None:
    """The address of the next of the list to which the account has still to give points."""
    return _address(request, Listing(request).next_to_score(submission))


def _address(request: HttpRequest, pk: int | None) -> str | None:
    return detail_url(pk, request.GET) if pk is not None else None
