"""Where what a letter is about is read, for who may: the frame knows it by its reference alone."""

from collections.abc import Callable

from portal.accounts.models import User

# The address of what has this reference, for this account; empty where it has none, or may not read it.
Find = Callable[[User, str], str]

_finders: list[Find] = []


def register(find: Find) -> None:
    """Says who knows addresses; called again for the same one, it does no more."""
    if find not in _finders:
        _finders.append(find)


def address(user: User, reference: str) -> str:
    """The first address that there is; empty for none."""
    return next((found for find in _finders if reference and (found := find(user, reference))), "")
