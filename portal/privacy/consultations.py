"""Where the frame tells that somebody of the staff consulted personal data, or did something with a letter.

The frame knows no submissions and keeps no log of its own; the app that does listens.
"""

from typing import Any

from django.dispatch import Signal

from portal.accounts.models import User

LETTER_READ = "letter_read"
LETTER_RELEASED = "letter_released"
LETTER_RETRIED = "letter_retried"
LETTER_KEPT = "letter_kept"
LETTER_ABORTED = "letter_aborted"
LETTER_CHANGED = "letter_changed"
PROBLEM_READ = "problem_read"
SIGNATURE_READ = "signature_read"
SIGNATURE_ERASED = "signature_erased"
SEARCHED_BY_EMAIL = "searched_by_email"
EXPORTED = "exported"

# Sent with `user`, `action`, `reference` (of what a letter is about, or "") and `details` (codes only).
consulted = Signal()


def tell(user: User, action: str, *, reference: str = "", **details: str) -> None:
    """Tells of one consultation. `details` holds codes, never what was searched for or read."""
    consulted.send(sender=None, user=user, action=action, reference=reference, details=details)


def looks_like_an_address(query: str) -> bool:
    """Whether somebody is looked for by email, whole or in part."""
    return "@" in query


def tell_of_search(user: Any, query: str, place: str) -> None:
    """Tells of a search by email address; other searches are not told of.

    Args:
        place: a code for the list that was searched.
    """
    if looks_like_an_address(query) and isinstance(user, User):
        tell(user, SEARCHED_BY_EMAIL, place=place)
