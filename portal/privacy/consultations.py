"""Where the frame tells that somebody of the staff consulted personal data, or did something with a letter.

The frame knows no submissions and keeps no log of its own; the app that does listens.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.dispatch import Signal

from portal.accounts.models import User

LETTER_READ = "letter_read"
LETTER_RELEASED = "letter_released"
# It leaves when its moment comes, or whoever wrote it lets it go.
LETTER_APPROVED = "letter_approved"
# After a restored backup: it waits again for the word that it waited for, or had left before.
LETTER_GIVEN_BACK = "letter_given_back"
LETTER_COUNTED_SENT = "letter_counted_sent"
LETTER_RETRIED = "letter_retried"
LETTER_KEPT = "letter_kept"
LETTER_ABORTED = "letter_aborted"
LETTER_PUT_BACK = "letter_put_back"
LETTER_CHANGED = "letter_changed"
PROBLEM_READ = "problem_read"
SIGNATURE_READ = "signature_read"
SIGNATURE_ERASED = "signature_erased"
SEARCHED_BY_EMAIL = "searched_by_email"
EXPORTED = "exported"

# Sent with `user`, `action`, `reference` (of what a letter is about, or "") and `details` (codes only).
consulted = Signal()
# Sent with `user` (None for the portal itself), `action` and `letters`: of each, what it is about (or "") and
# its number.
acted_on_letters = Signal()


def tell(user: User, action: str, *, reference: str = "", **details: str) -> None:
    """Tells of one consultation. `details` holds codes, never what was searched for or read."""
    consulted.send(sender=None, user=user, action=action, reference=reference, details=details)


def tell_of_letters(user: User | None, action: str, letters: Iterable[tuple[str, str]]) -> None:
    """Tells of one act on letters, of each what it is about and its number; all at once."""
    acted_on_letters.send(sender=None, user=user, action=action, letters=list(letters))


# With an at sign, or two letters on both sides of a dot: neither a name nor a reference is written so.
_LIKE_AN_ADDRESS = re.compile(r".*@.*|.*[^\W\d_]{2}\.[^\W\d_]{2}.*")
# Fewer letters stand in everybody's address.
_LEAST_LETTERS = 3


def looks_like_an_address(query: str) -> bool:
    """Whether somebody is looked for by email, whole or by a part that no name has."""
    return any(_LIKE_AN_ADDRESS.fullmatch(word) for word in query.split())


def tell_of_search(user: Any, query: str, place: str, addresses: QuerySet[Any] | None = None) -> None:
    """Tells of a search by email address, or by a part of one; other searches are not told of.

    Args:
        place: a code for the list that was searched.
        addresses: those that a search in this place looks into, as `values_list` of one column: what stands
            in one of them was looked for there. Without them only what looks like an address counts.
    """
    if not isinstance(user, User):
        return
    if looks_like_an_address(query) or (addresses is not None and _stands_in_one(query, addresses)):
        tell(user, SEARCHED_BY_EMAIL, place=place)


def _stands_in_one(query: str, addresses: QuerySet[Any]) -> bool:
    words = [word for word in query.split() if len(word) >= _LEAST_LETTERS]
    [column] = addresses.query.values_select
    parts = [Q(**{f"{column}__icontains": word}) for word in words]
    return bool(parts) and addresses.filter(reduce(or_, parts)).exists()
