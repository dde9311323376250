"""The public register's number: entered by staff, changed only knowingly, and never on two submissions.

The number says nothing of the applicant, so the log keeps both the former and the new one.

That a number is taken tells of a submission that the account may not see: so often in an hour, and noted.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_date

from candidature.actors import Actor
from candidature.process import changes
from candidature.submissions.models import Submission
from candidature.submissions.protocol_number import NO_NUMBER, ProtocolNumber
from portal.limits import attempts
from portal.models import User

REGISTERED = "protocol_set"
# The number is of another that the account does not see. It does not say which number: who reads the log of
# this one would be told of the other, too.
REFUSED = "protocol_refused"
# Different numbers of others that an account may come upon.
OF_OTHERS = attempts.Limit("protocol number of others", at_most=10, within=timedelta(hours=1))
# In the log's details.
FORMER, PRESENT = "former_number", "number"
FORMER_DAY, PRESENT_DAY = "former_day", "day"


class ProtocolError(Exception):
    """The number was not registered; nothing was written."""


class NumberChangedError(ProtocolError):
    """Somebody else registered a number meanwhile."""

    def __init__(self, present: ProtocolNumber) -> None:
        super().__init__(str(present))
        self.present = present


class NumberTakenError(ProtocolError):
    """Another submission has this number; `reference` is empty when the account may not see which."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def register(
    submission_id: int, number: ProtocolNumber, user: User, *, former: ProtocolNumber = NO_NUMBER
) -> Submission:
    """Registers a number, in one transaction and on a locked row; nothing else of the row is written.

    It does not raise the submission's version: nobody who is deciding, completing or withdrawing has to look
    again because a number was written down.

    Args:
        former: the number that was on the screen.

    Raises:
        Submission.DoesNotExist: the account sees no such submission.
        NumberChangedError, NumberTakenError: see each.
        TooManyAttemptsError: the account came upon too many numbers of others (`OF_OTHERS`).
    """
    attempt = attempts.begin(OF_OTHERS, str(user.pk), about=number.number or "none")
    counts = False
    try:
        with transaction.atomic():
            return _register(submission_id, number, user, former)
    except IntegrityError as error:
        # The database alone knows for sure that nobody else has the number, in this moment too.
        holder = _holder(number.number, submission_id, user)
        counts = not holder
        if counts:
            changes.record(Submission.objects.get(pk=submission_id), REFUSED, Actor.staff(user))
        raise NumberTakenError(holder) from error
    finally:
        if not counts:
            attempts.forgive(attempt)


def numbers_of(details: Mapping[str, Any]) -> tuple[ProtocolNumber, ProtocolNumber]:
    """The former number and the present one, as an entry of the log holds them."""
    former, present = (
        ProtocolNumber(str(details.get(number, "")), parse_date(str(details.get(day, ""))))
        for number, day in ((FORMER, FORMER_DAY), (PRESENT, PRESENT_DAY))
    )
    return former, present


def _register(submission_id: int, number: ProtocolNumber, user: User, former: ProtocolNumber) -> Submission:
    rows = Submission.objects.visible_to(user).select_for_update(of=("self",))
    submission = rows.defer("answers").get(pk=submission_id)
    present = submission.protocol
    if present == number:
        # A second press on the button, or a colleague who typed the same.
        return submission
    if present != former:
        raise NumberChangedError(present)
    submission.protocol_number, submission.protocol_date = number.number, number.day
    # Only these columns: whatever else changed since the page was drawn stays.
    submission.save(update_fields=["protocol_number", "protocol_date"])
    days = {FORMER_DAY: present.day, PRESENT_DAY: number.day}
    details = {FORMER: present.number, PRESENT: number.number} | {
        name: day.isoformat() for name, day in days.items() if day
    }
    changes.record(submission, REGISTERED, Actor.staff(user), details=details)
    return submission


def _holder(number: str, submission_id: int, user: User) -> str:
    others = Submission.objects.visible_to(user).filter(protocol_number=number).exclude(pk=submission_id)
    return others.values_list("reference", flat=True).first() or ""
