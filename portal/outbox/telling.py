"""Tells the log of what a letter is about what was done with it."""

from collections.abc import Iterable

from portal.accounts.models import User
from portal.outbox.departures import Released
from portal.outbox.models import OutboxMessage
from portal.privacy import consultations


def tell(user: User | None, action: str, letters: Iterable[OutboxMessage]) -> None:
    """Tells of one act (`consultations`) on letters, in as many queries for one as for many.

    Call it in the transaction of the act.

    Args:
        user: None where no account did it, but a command on the server.
    """
    known_by = [(one.related_to, str(one.message_id)) for one in letters]
    if known_by:
        consultations.tell_of_letters(user, action, known_by)


def tell_of_release(user: User | None, released: Released, *, as_sent: bool) -> None:
    """The same of the letters held after a restored backup (`departures.release`)."""
    decided = consultations.LETTER_COUNTED_SENT if as_sent else consultations.LETTER_RELEASED
    tell(user, decided, released.decided)
    tell(user, consultations.LETTER_GIVEN_BACK, released.given_back)
