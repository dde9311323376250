"""What is done once an answer has left, so that nobody waits for it."""

from collections.abc import Callable

from django.http import HttpResponse


def once_sent(response: HttpResponse, do: Callable[[], object]) -> None:
    """Calls `do` after the last byte of the response: a database that is busy makes nobody wait, or fail.

    For what may fail unseen and is done again by the next look.
    """
    # Django closes them after the last byte, and lets none of their errors through.
    response._resource_closers.append(do)  # type: ignore[attr-defined]
