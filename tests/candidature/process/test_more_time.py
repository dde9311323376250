"""Who did not complete in time is reminded once and given a week more, where the page says so."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import APPLICANT, SYSTEM, Actor
from candidature.intake import reminders
from candidature.intake.revisions import Purpose, refusal
from candidature.models import LogEntry, Submission
from candidature.pages.promised import AfterInfoTerm
from candidature.privacy.told import history
from candidature.process import lapsing, workflow
from candidature.process.refusals import NotPossibleError, TooLateError
from candidature.process.workflow import transition
from candidature.statuses import Status
from candidature.submissions import wishes
from eventi.models import EventPage
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from tests.candidature.factories import EVERYTHING, EventPageFactory, overseer, reviewer
from tests.candidature.intake.intake import completed
from tests.candidature.messages.test_at_once import at_once
from tests.candidature.process.test_lapsing import HOUR, asked

pytestmark = pytest.mark.django_db


def letters(submission: Submission) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(related_to=submission.reference, key__endswith=":more_time"))


def overdue(**fields: Any) -> tuple[Submission, datetime]:
    """One whose term has been over for an hour at the moment returned."""
    return asked(after_info_term=AfterInfoTerm.REMIND, **fields), timezone.now() + 2 * HOUR


def a_week_after(now: datetime) -> datetime:
    day = timezone.localdate(now) + timedelta(days=7)
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def test_once_the_term_is_over_a_letter_gives_a_week_more_and_no_second_one_ever() -> None:
    submission, now = overdue()

    assert lapsing.remind_due(now - HOUR) == 0
    assert lapsing.remind_due(now) == 1
    assert lapsing.remind_due(now + HOUR) == 0

    submission.refresh_from_db()
    assert (submission.status, submission.info_due_at) == (Status.NEEDS_INFO, a_week_after(now))
    [letter] = letters(submission)
    assert "puoi ancora completare la tua candidatura entro" in letter.subject.lower()
    assert timezone.localtime(a_week_after(now)).strftime("ore %H:%M") in letter.body
    assert letter.recipient == submission.email
    outbox.deliver_due()
    assert lapsing.remind_due(now + timedelta(days=30)) == 0
    submission.refresh_from_db()
    assert submission.status == Status.NEEDS_INFO


def test_until_then_it_can_be_completed_and_after_that_no_more() -> None:
    submission, now = overdue()
    page = submission.page.specific
    assert isinstance(refusal(submission, Purpose.INTEGRATION, page, now), TooLateError)
    lapsing.remind_due(now)
    submission.refresh_from_db()

    assert refusal(submission, Purpose.INTEGRATION, page, a_week_after(now) - HOUR) is None
    late = refusal(submission, Purpose.INTEGRATION, page, a_week_after(now) + HOUR)
    assert isinstance(late, TooLateError)


def test_whoever_was_writing_when_it_was_given_is_not_refused() -> None:
    submission, now = overdue()
    lapsing.remind_due(now)
    given = Submission.objects.get()

    assert given.version == submission.version + 1
    assert not workflow.has_moved_on(given, submission.version, APPLICANT)


def test_the_log_and_the_applicants_page_tell_of_it() -> None:
    submission, now = overdue()
    lapsing.remind_due(now)

    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_label) == ("give_more_time", "Sistema")
    assert datetime.fromisoformat(entry.details["due_at"]) == a_week_after(now)
    [last] = history(submission)[-1:]
    assert last.label == "Termine dell’integrazione passato: ricordato, con una settimana in più"
    assert not last.is_state


def test_a_second_request_has_a_reminder_of_its_own() -> None:
    submission, now = overdue()
    lapsing.remind_due(now)
    officer = Actor.staff(overseer())
    submission.refresh_from_db()
    taken = transition(submission.pk, "resume", officer, expected_version=submission.version)
    transition(
        submission.pk,
        "request_info",
        officer,
        expected_version=taken.version,
        reason="Manca il bilancio.",
        due_at=now + HOUR,
        asked=EVERYTHING,
        at=now,
    )
    outbox.deliver_due()

    assert lapsing.remind_due(now + 2 * HOUR) == 1
    assert len(letters(submission)) == 2


@pytest.mark.parametrize("after", [AfterInfoTerm.WAIT, AfterInfoTerm.RESUME, AfterInfoTerm.CLOSE])
def test_on_other_pages_nobody_is_given_more(after: AfterInfoTerm) -> None:
    submission = asked(after_info_term=after)

    assert lapsing.remind_due(timezone.now() + 2 * HOUR) == 0
    assert letters(submission) == []


def test_who_completed_in_time_hears_nothing() -> None:
    submission, now = overdue()
    completed(submission, {"q-motivation": "Ecco perché."})

    assert lapsing.remind_due(now) == 0
    assert letters(submission) == []


@pytest.mark.parametrize("action", ["withdraw", "reject", "resume", "propose_reject"])
def test_nor_does_who_withdrew_or_whose_case_somebody_took_in_hand(action: str) -> None:
    submission, now = overdue()
    actor = APPLICANT if action == "withdraw" else Actor.staff(overseer())
    if action == "propose_reject":
        actor = Actor.staff(reviewer(submission.page))
    reason = "Non arriva." if action.endswith("reject") else ""
    transition(submission.pk, action, actor, expected_version=submission.version, reason=reason)

    assert lapsing.remind_due(now) == 0
    assert letters(submission) == []


def test_nor_does_anybody_where_nothing_takes_place_any_more() -> None:
    submission, now = overdue(to=EventPageFactory, admission="moderated")
    EventPage.objects.update(cancelled=True)

    assert lapsing.remind_due(now) == 0
    EventPage.objects.update(cancelled=False)
    assert lapsing.remind_due(now) == 1
    [letter] = letters(submission)
    assert "completare la tua iscrizione" in letter.subject


def test_it_stands_in_the_door_too() -> None:
    """Whoever calls it a second time, or for one that somebody proposed to refuse, is refused."""
    submission, now = overdue()
    lapsing.remind_due(now)
    submission.refresh_from_db()
    later = a_week_after(now) + HOUR

    with pytest.raises(NotPossibleError):
        transition(
            submission.pk,
            "give_more_time",
            SYSTEM,
            expected_version=submission.version,
            due_at=later + HOUR,
            at=later,
        )


def test_after_it_the_reminders_before_a_term_are_not_repeated() -> None:
    submission, now = overdue()
    lapsing.remind_due(now)
    due_at = a_week_after(now)

    assert [reminders.write_due(due_at - timedelta(hours=hours)) for hours in (48, 3)] == [0, 0]
    assert len(letters(submission)) == 1


def test_it_gives_time_and_so_reaches_who_wants_no_reminders() -> None:
    submission, now = overdue()
    wishes.no_reminders_of(submission)

    assert lapsing.remind_due(now) == 1
    assert len(letters(submission)) == 1


def test_it_leaves_outside_the_quiet_hours_of_its_page() -> None:
    hour = timezone.localtime()
    submission, now = overdue(quiet_from=(hour - HOUR).time(), quiet_until=(hour + HOUR).time())
    lapsing.remind_due(now)
    outbox.deliver_due()

    [letter] = letters(submission)
    assert letter.status == OutboxMessage.Status.PENDING


def test_what_is_asked_says_that_nothing_is_possible_afterwards_only_where_that_is_so() -> None:
    said = {}
    for after in (AfterInfoTerm.WAIT, AfterInfoTerm.REMIND):
        submission = asked(after_info_term=after)
        letter = OutboxMessage.objects.get(related_to=submission.reference, key__endswith=":info_requested")
        said[after] = "non potrai più farlo" in letter.body

    assert said == {AfterInfoTerm.WAIT: True, AfterInfoTerm.REMIND: False}


def test_of_two_workers_at_the_same_moment_one_gives_it(committed_db: None) -> None:
    submission, now = overdue()

    given = at_once(lambda: lapsing.remind_due(now), lambda: lapsing.remind_due(now))

    assert sorted(given) == [0, 1]
    assert len(letters(submission)) == 1
    assert LogEntry.objects.filter(action="give_more_time").count() == 1
