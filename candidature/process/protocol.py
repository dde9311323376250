"""The public register's number: entered by staff, changed only knowingly, and never on two submissions.

The number says nothing of the applicant, so the log keeps both the former and the new one.
"""

from django.db import IntegrityError, transaction

from candidature.actors import Actor
from candidature.process import changes
from candidature.submissions.models import Submission
from portal.models import User

REGISTERED = "protocol_set"
# In the log's details.
FORMER, PRESENT = "former_number", "number"


class ProtocolError(Exception):
    """The number was not registered; nothing was written."""


class NumberChangedError(ProtocolError):
    """Somebody else registered a number meanwhile."""

    def __init__(self, present: str) -> None:
        super().__init__(present)
        self.present = present


class NumberTakenError(ProtocolError):
    """Another submission has this number; `reference` is empty when the account may not see which."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def register(submission_id: int, number: str, user: User, *, former: str) -> Submission:
    """Registers a number, in one transaction and on a locked row; nothing else of the row is written.

    It does not raise the submission's version: nobody who is deciding, completing or withdrawing has to look
    again because a number was written down.

    Args:
        former: the number that was on the screen; empty for none.

    Raises:
        Submission.DoesNotExist: the account sees no such submission.
        NumberChangedError, NumberTakenError: see each.
    """
    try:
        with transaction.atomic():
            return _register(submission_id, number, user, former)
    except IntegrityError as error:
        # The database alone knows for sure that nobody else has the number, in this moment too.
        raise NumberTakenError(_holder(number, submission_id, user)) from error


def _register(submission_id: int, number: str, user: User, former: str) -> Submission:
    rows = Submission.objects.visible_to(user).select_for_update(of=("self",))
    submission = rows.defer("answers").get(pk=submission_id)
    present = submission.protocol_number
    if present == number:
        # A second press on the button, or a colleague who typed the same.
        return submission
    if present != former:
        raise NumberChangedError(present)
    submission.protocol_number = number
    # Only this column: whatever else changed since the page was drawn stays.
    submission.save(update_fields=["protocol_number"])
    changes.record(submission, REGISTERED, Actor.staff(user), details={FORMER: present, PRESENT: number})
    return submission


def _holder(number: str, submission_id: int, user: User) -> str:
    others = Submission.objects.visible_to(user).filter(protocol_number=number).exclude(pk=submission_id)
    return others.values_list("reference", flat=True).first() or ""
