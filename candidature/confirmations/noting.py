"""What becomes of the confirmations of something that was sent: in its log, and whether any is still awaited.

An entry holds by which number a confirmation is known, never a name: who it is, is read from the row, for as
long as that says so. So the log forgets whoever is to be forgotten. A draft has no log yet; what happened
before it was sent is noted when it is.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from candidature.actors import Actor, ActorKind
from candidature.confirmations.applications import ENDED, Application
from candidature.confirmations.models import Confirmation
from candidature.process import changes
from candidature.submissions.models import Submission

# In the log.
ASKED, REMINDED = "confirmation_asked", "confirmation_reminded"
GIVEN, DECLINED, OBJECTED = "confirmation_given", "confirmation_declined", "confirmation_objected"
ON_PAPER, TAKEN_OFF = "confirmation_on_paper", "confirmation_taken_off"
FILE_READ = "confirmation_file_read"
# The letter did not arrive.
UNDELIVERED = "confirmation_undelivered"
# What who asked is told of; whose file was opened is the office's to know.
TOLD = frozenset({ASKED, REMINDED, ON_PAPER, GIVEN, DECLINED, OBJECTED, TAKEN_OFF, UNDELIVERED})
ACTIONS = TOLD | {FILE_READ}
# Of its details: by which number the confirmation is known, and what part it has.
NUMBER, ROLE = "confirmation", "role"

_KINDS = {
    Confirmation.Role.PARTNER.value: ActorKind.PARTNER,
    Confirmation.Role.GUARDIAN.value: ActorKind.GUARDIAN,
}


def note(action: str, confirmation: Confirmation, actor: Actor, *, at: datetime | None = None) -> None:
    """Adds to the log of what was sent; of a draft nothing.

    Args:
        at: when it happened; now, unless given.
    """
    if confirmation.submission is None:
        return
    details = {NUMBER: str(confirmation.pk), ROLE: confirmation.role}
    changes.record(confirmation.submission, action, actor, details=details, at=at)


def who_answers(confirmation: Confirmation) -> Actor:
    """Whoever answers by the link of a letter."""
    return Actor(_KINDS[confirmation.role])


# What somebody is still waited for to confirm.
UNCONFIRMED = Q(awaits_confirmations=True) & ~Q(status__in=ENDED)


def is_unconfirmed(submission: Submission) -> bool:
    """The same of one that is at hand. No query."""
    return submission.awaits_confirmations and submission.status not in ENDED


def guardian_said_no() -> Exists:
    """Of submissions, whether a guardian answered that they do not confirm."""
    said = Confirmation.State.DECLINED, Confirmation.State.OBJECTED
    rows = Confirmation.objects.filter(submission=OuterRef("pk"), role=Confirmation.Role.GUARDIAN)
    return Exists(rows.filter(state__in=said))


def has_a_guardians_no(submission: Submission) -> bool:
    """The same of one that is at hand. No query of what nobody else confirms."""
    if not submission.has_confirmations:
        return False
    return Submission.objects.filter(guardian_said_no(), pk=submission.pk).exists()


def count(submission: Submission) -> None:
    """Writes whether anybody has not confirmed what it says now, for the queue; the caller locked it."""
    application = Application(submission)
    content = application.content
    awaits = not all(one.has_confirmed(content) for one in application.confirmations())
    # Who writes a letter about it next knows, too.
    submission.awaits_confirmations = awaits
    Submission.objects.filter(pk=submission.pk).update(awaits_confirmations=awaits)
