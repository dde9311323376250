"""What a transition does besides changing the state. Each effect stands in the table beside its transitions.

Effects of `before` prepare one row that is then written, and may still refuse; those of `after` run once for
the whole set when it is written, in the same transaction.
"""

from collections.abc import Sequence

from candidature.process.rules import Change
from candidature.statuses import Status


def set_the_term(change: Change) -> None:
    """The applicant may complete until the moment given."""
    change.submission.info_due_at = change.due_at


def end_the_term(change: Change) -> None:
    """Nothing is awaited from the applicant any more."""
    change.submission.info_due_at = None


def take_a_place(change: Change) -> None:
    """Whatever the page has to give or to refuse to who is accepted: a seat, for an event."""
    change.page.before_accept(change)


def free_the_place(change: Change) -> None:
    """What was given on acceptance is given back."""
    change.submission.seat_number = None


def offer_the_places(changes: Sequence[Change]) -> None:
    """The pages may give to somebody else what was given back."""
    pages = {change.page.pk: change.page for change in changes if change.former_status == Status.ACCEPTED}
    for page in pages.values():
        page.after_release()
