"""What nobody completed in time goes back to be examined where the page says so, and nowhere else.

Nor does anything happen to who was not told of the term, because the letter that says so has not left.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from candidature.actors import Actor
from candidature.models import LogEntry, Submission
from candidature.pages.promised import AfterInfoTerm
from candidature.process import lapsing
from candidature.process.workflow import transition
from candidature.statuses import Status
from portal.models import OutboxMessage
from portal.outbox import acting
from portal.outbox import sending as outbox
from tests.candidature.factories import EVERYTHING, CallPageFactory, overseer, reviewer, submitted

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def asked(*, is_told: bool = True, to: Any = CallPageFactory, **fields: Any) -> Submission:
    """A submission whose integration is due in an hour, and whose applicant has the letter that says so."""
    submission = submitted(to.create(**fields))
    asked = transition(
        submission.pk,
        "request_info",
        Actor.staff(overseer()),
        expected_version=submission.version,
        reason="Manca lo statuto.",
        due_at=timezone.now() + HOUR,
        asked=EVERYTHING,
    )
    if is_told:
        outbox.deliver_due()
    return asked


def test_it_is_taken_up_once_the_term_is_over_and_its_sender_is_told() -> None:
    submission = asked(after_info_term=AfterInfoTerm.RESUME)

    assert lapsing.resume_due(timezone.now() + HOUR) == 0
    assert lapsing.resume_due(timezone.now() + 2 * HOUR) == 1
    assert lapsing.resume_due(timezone.now() + 3 * HOUR) == 0

    submission.refresh_from_db()
    assert (submission.status, submission.info_due_at) == (Status.IN_REVIEW, None)
    assert LogEntry.objects.latest("pk").action == "lapse"
    assert OutboxMessage.objects.filter(key__contains="info_lapsed").count() == 1


def test_nothing_is_concluded_while_what_came_in_time_may_still_be_under_way(settings: Settings) -> None:
    settings.ARRIVAL_MAX_SECONDS = 1200
    asked(after_info_term=AfterInfoTerm.RESUME)

    assert lapsing.resume_due(timezone.now() + HOUR + timedelta(minutes=29)) == 0
    assert lapsing.resume_due(timezone.now() + HOUR + timedelta(minutes=31)) == 1


def test_by_itself_a_page_leaves_it_to_who_examines_it() -> None:
    submission = asked()

    assert lapsing.resume_due(timezone.now() + 2 * HOUR) == 0

    submission.refresh_from_db()
    assert submission.status == Status.NEEDS_INFO


UNTOLD = [
    status
    for status in OutboxMessage.Status
    if status not in (OutboxMessage.Status.SENT, OutboxMessage.Status.PENDING)
]


@pytest.mark.parametrize("status", [OutboxMessage.Status.PENDING, *UNTOLD])
@pytest.mark.parametrize(
    ("after", "moved"),
    [
        (AfterInfoTerm.REMIND, lapsing.remind_due),
        (AfterInfoTerm.RESUME, lapsing.resume_due),
        (AfterInfoTerm.CLOSE, lapsing.close_due),
    ],
)
def test_nothing_happens_to_who_was_not_told_of_the_term(
    status: str, after: AfterInfoTerm, moved: Callable[[datetime], int]
) -> None:
    submission = asked(is_told=False, after_info_term=after)
    OutboxMessage.objects.filter(key__endswith=":info_requested").update(status=status)

    assert moved(timezone.now() + 2 * HOUR) == 0

    submission.refresh_from_db()
    assert submission.status == Status.NEEDS_INFO


def test_it_happens_once_the_letter_that_was_to_be_approved_has_left() -> None:
    asked(is_told=False, after_info_term=AfterInfoTerm.RESUME, letters_need_approval=True)
    letter = OutboxMessage.objects.get(key__endswith=":info_requested")
    assert letter.status == OutboxMessage.Status.APPROVAL
    assert lapsing.resume_due(timezone.now() + 2 * HOUR) == 0

    acting.act(acting.RELEASE, [letter.pk])
    outbox.deliver_due()

    assert lapsing.resume_due(timezone.now() + 2 * HOUR) == 1


def test_a_letter_of_an_earlier_request_tells_nothing_of_the_present_one() -> None:
    submission = asked(after_info_term=AfterInfoTerm.RESUME)
    officer = Actor.staff(overseer())
    transition(submission.pk, "resume", officer, expected_version=2)
    transition(
        submission.pk,
        "request_info",
        officer,
        expected_version=3,
        reason="Manca il bilancio.",
        due_at=timezone.now() + HOUR,
        asked=EVERYTHING,
    )
    # A proposal is no new request, though it is a new version.
    member = Actor.staff(reviewer(submission.page))
    transition(submission.pk, "propose_reject", member, expected_version=4, reason="Non arriva.")
    OutboxMessage.objects.filter(status=OutboxMessage.Status.PENDING).update(
        status=OutboxMessage.Status.DRAFT
    )
    assert lapsing.resume_due(timezone.now() + 2 * HOUR) == 0

    acting.act(acting.RELEASE, list(OutboxMessage.objects.values_list("pk", flat=True)))
    outbox.deliver_due()

    assert lapsing.resume_due(timezone.now() + 2 * HOUR) == 1
