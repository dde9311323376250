"""Changes of state: only those in the table, by those who may, seen as they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from candidature.access import scope as access
from candidature.actors import APPLICANT, SYSTEM, Actor
from candidature.models import LogEntry, Reason, Submission
from candidature.process import workflow
from candidature.process.transitions import TRANSITIONS
from candidature.process.workflow import (
    ConflictError,
    MissingDueDateError,
    MissingReasonError,
    NotAllowedError,
    NotPossibleError,
    available,
    transition,
)
from candidature.statuses import Kind, Status, label_for
from portal.models import OutboxMessage
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    decider,
    overseer,
    reviewer,
    staff,
    submitted,
)
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


def act(submission: Submission, action: str, actor: Any, **changes: Any) -> Any:
    return transition(submission.pk, action, actor, **{"expected_version": submission.version, **changes})


def test_a_reviewer_takes_an_officer_accepts_and_the_applicant_gets_one_letter() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)

    taken = act(submission, "take", Actor.staff(reviewer(page)))
    accepted = act(taken, "accept", Actor.staff(decider(page)))

    assert accepted.status == Status.ACCEPTED
    assert [entry.action for entry in LogEntry.objects.filter(submission=submission)] == [
        "received",
        "take",
        "accept",
    ]
    assert OutboxMessage.objects.filter(subject__contains="selezionata").count() == 1


def test_a_stale_decision_is_a_conflict_and_changes_nothing() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    first, second = Actor.staff(decider(page)), Actor.staff(decider(page))
    act(submission, "accept", first)
    letters = OutboxMessage.objects.count()

    with pytest.raises(ConflictError):
        act(submission, "reject", second, reason="Fuori tema.")

    submission.refresh_from_db()
    assert submission.status == Status.ACCEPTED
    assert OutboxMessage.objects.count() == letters


def test_the_log_tells_who_did_what_to_which_and_when_it_was_asked() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    officer = decider(page)
    asked = timezone.now() - timedelta(minutes=5)

    moved = act(submission, "accept", Actor.staff(officer), at=asked)

    moved.refresh_from_db()
    assert (moved.version, moved.updated_at) == (2, asked)
    facts = ("at", "reference", "kind", "actor", "actor_label", "from_status", "to_status", "details")
    assert list(LogEntry.objects.filter(submission=submission).order_by("pk").values_list(*facts)) == [
        (submission.submitted_at, submission.reference, "call", None, "Chi ha inviato", "", "received", {}),
        (asked, submission.reference, "call", officer.pk, str(officer), "received", "accepted", {}),
    ]


def test_without_a_reason_none_is_kept_and_none_is_told() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)

    act(submission, "accept", Actor.staff(decider(page)))

    assert not Reason.objects.exists()


def test_a_reason_is_kept_without_the_spaces_around_it_and_hangs_on_its_entry() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)

    act(submission, "reject", Actor.staff(decider(page)), reason="  Manca lo statuto.\n ")

    reason = Reason.objects.get()
    assert (reason.text, reason.submission, reason.entry.action) == (
        "Manca lo statuto.",
        submission,
        "reject",
    )


@pytest.mark.parametrize(
    ("action", "error", "named"),
    [
        ("reject", MissingReasonError, "reject"),
        ("request_info", MissingDueDateError, "request_info"),
        ("resume", NotPossibleError, "resume from received"),
        ("withdraw", NotAllowedError, "withdraw"),
    ],
)
def test_a_refusal_says_in_the_log_of_the_server_what_was_refused(
    action: str, error: Any, named: str
) -> None:
    page = CallPageFactory.create()
    reason = "Perché sì." if action == "request_info" else ""

    with pytest.raises(error, match=f"^{named}$"):
        act(submitted(page), action, Actor.staff(overseer()), reason=reason)


def test_a_refusal_of_one_row_names_the_row() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    act(submission, "take", Actor.staff(reviewer(page)))

    with pytest.raises(ConflictError, match=f"^{submission.reference}$"):
        act(submission, "accept", Actor.staff(decider(page)))
    with pytest.raises(NotAllowedError, match=f"^{submission.pk}$"):
        act(submission, "accept", Actor.staff(decider(CallPageFactory.create())))


def test_the_portal_does_by_itself_only_what_the_table_gives_it() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)

    with pytest.raises(NotAllowedError, match=r"^accept$"):
        workflow.move("accept", [submission], page, timezone.now())

    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


def test_a_submission_is_locked_before_its_version_is_compared() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    actor = Actor.staff(decider(page))

    with locks_asked() as asked:
        act(submission, "accept", actor)

    assert asked == ["candidature_submission"]


def test_a_member_of_another_committee_cannot_act_whatever_page_they_post_to() -> None:
    submission = submitted(CallPageFactory.create())
    outsider = Actor.staff(decider(CallPageFactory.create()))

    with pytest.raises(NotAllowedError):
        act(submission, "accept", outsider)

    submission.refresh_from_db()
    assert submission.status == Status.RECEIVED


def test_who_may_review_but_not_decide_cannot_accept() -> None:
    submission = submitted(CallPageFactory.create())
    actor = Actor.staff(staff(access.OVERSEE, access.REVIEW))

    with pytest.raises(NotAllowedError):
        act(submission, "accept", actor)


@pytest.mark.parametrize("action", ["promote", "confirm", "queue", "complete", "withdraw", "no-such-action"])
def test_staff_cannot_act_as_the_applicant_or_the_portal(action: str) -> None:
    submission = submitted(CallPageFactory.create())

    with pytest.raises(NotAllowedError):
        act(submission, action, Actor.staff(overseer()))


@pytest.mark.parametrize("actor", [APPLICANT, SYSTEM])
def test_neither_applicant_nor_portal_decides(actor: Any) -> None:
    submission = submitted(CallPageFactory.create())

    with pytest.raises(NotAllowedError):
        act(submission, "accept", actor)


def test_a_refusal_needs_a_reason_and_the_reason_reaches_the_letter() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    actor = Actor.staff(decider(page))

    with pytest.raises(MissingReasonError):
        act(submission, "reject", actor, reason="   ")
    act(submission, "reject", actor, reason="Manca lo statuto.")

    assert "Manca lo statuto." in OutboxMessage.objects.all()[0].body
    assert "Manca lo statuto." not in str(list(LogEntry.objects.values()))


@pytest.mark.parametrize("due_in", [None, timedelta(0), timedelta(days=-1)])
def test_an_integration_needs_a_term_in_the_future(due_in: Any) -> None:
    page = CallPageFactory.create()
    submission = submitted(page)
    now = timezone.now()

    with pytest.raises(MissingDueDateError):
        act(
            submission,
            "request_info",
            Actor.staff(reviewer(page)),
            reason="Manca un file.",
            due_at=None if due_in is None else now + due_in,
            at=now,
        )


def test_no_transition_leads_out_of_withdrawn() -> None:
    submission = submitted(CallPageFactory.create())
    withdrawn = act(submission, "withdraw", APPLICANT)

    assert available(withdrawn, Actor.staff(overseer())) == []
    with pytest.raises(NotPossibleError):
        act(withdrawn, "reject", Actor.staff(overseer()), reason="Tardi.")


@pytest.mark.parametrize("who", [reviewer, decider, lambda _page: overseer()])
def test_available_offers_exactly_what_transition_would_take(who: Any) -> None:
    page = CallPageFactory.create()
    actor = Actor.staff(who(page))
    submission = submitted(page)
    offered = {step.action for step in available(submission, actor)}

    taken = set()
    for step in TRANSITIONS:
        fresh = submitted(page)
        try:
            due_at = timezone.now() + timedelta(days=11)
            act(fresh, step.action, actor, reason="Perché sì.", due_at=due_at, asked=EVERYTHING)
        except (NotAllowedError, NotPossibleError):
            continue
        taken.add(step.action)

    assert offered == taken


def test_every_state_has_a_label_for_calls_and_for_events_and_rules_never_read_it() -> None:
    labels = {(status, kind): label_for(status, kind) for status in Status for kind in Kind}

    assert labels[Status.ACCEPTED, Kind.CALL] == "Selezionata"
    assert labels[Status.ACCEPTED, Kind.EVENT] == "Confermata"
    assert all(labels.values())


def test_the_whole_way_works_in_another_language() -> None:
    page = CallPageFactory.create()
    submission = submitted(page)

    with override("en"):
        accepted = act(submission, "accept", Actor.staff(decider(page)))

    assert accepted.status == Status.ACCEPTED
    assert "selezionata" in OutboxMessage.objects.all()[0].subject


@pytest.mark.parametrize("step", [step for step in TRANSITIONS if step.letter], ids=lambda step: step.action)
def test_every_letter_can_be_written_and_names_the_reference(step: Any) -> None:
    from candidature.letters import writing as letters

    factory: Any = CallPageFactory if Kind.CALL in step.kinds else EventPageFactory
    submission = submitted(factory.create())
    submission.info_due_at = timezone.now() + timedelta(days=3)
    submission.version += 100

    letters.write(step.letter, submission, reason="Una motivazione.")

    message = OutboxMessage.objects.all()[0]
    assert submission.reference in message.subject
    assert submission.reference in message.body
    assert "Una motivazione." in message.body
    assert "\n\n\n" not in message.body
