"""Changes taken back while their letters wait: rows are as before, no letter leaves, the log tells both."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from candidature.actors import APPLICANT, Actor
from candidature.letters import writing
from candidature.models import CallPage, InfoRequest, LogEntry, Submission
from candidature.privacy import portable
from candidature.process import by_hand, forewarning
from candidature.process.changes import WRITTEN
from candidature.process.rules import RESTORED
from candidature.process.transitions import TRANSITIONS
from candidature.process.workflow import (
    ConflictError,
    LetterLeftError,
    NoSeatLeftError,
    NotAllowedError,
    SentAgainError,
    rehearse,
    rehearse_letter,
    transition,
    transition_many,
    undo_many,
)
from candidature.statuses import Status
from candidature.submissions.channels import Channel
from eventi.models import EventPage, Seat
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.outbox import taking_back
from tests.candidature.factories import (
    EVERYTHING,
    CallPageFactory,
    EventPageFactory,
    decider,
    overseer,
    reviewer,
    submitted,
)

pytestmark = pytest.mark.django_db

BATCH = "bulk:1"


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


def waiting(minutes: int = 10) -> outbox.Waiting:
    return outbox.Waiting(BATCH, timezone.now() + timedelta(minutes=minutes))


def many(action: str, actor: Actor, *submissions: Submission, **values: Any) -> dict[int, Any]:
    """The changes made, as they are taken back."""
    versions = {one.pk: one.version for one in submissions}
    outcomes = transition_many(versions, action, actor, waits=waiting(), **values)
    assert all(outcome.is_done for outcome in outcomes)
    return {outcome.submission_id: outcome.made for outcome in outcomes}


def letters() -> Any:
    return OutboxMessage.objects.filter(batch=BATCH)


def test_what_is_taken_back_is_as_before_and_its_letter_never_leaves(page: CallPage) -> None:
    people = [submitted(page) for _one in range(3)]
    actor = Actor.staff(decider(page))
    made = many("reject", actor, *people, reason="Fuori tema.")

    outcomes = undo_many(made, actor)

    assert all(outcome.is_done for outcome in outcomes)
    rows = Submission.objects.filter(proposal=None).values_list("status", "version")
    assert list(rows) == [("received", 3)] * 3
    assert set(letters().values_list("status", flat=True)) == {OutboxMessage.Status.ABORTED}
    for person in people:
        assert list(person.log.exclude(from_status="").values_list("action", "from_status", "to_status")) == [
            ("reject", "received", "rejected"),
            ("undo", "rejected", "received"),
        ]
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    sent = outbox.deliver_due()
    # The receipts leave, of the decisions nothing.
    assert sent.sent == 3
    # What was decided once can be decided again, and has a letter of its own.
    for person in people:
        person.refresh_from_db()
    many("reject", actor, *people, reason="Fuori tema, davvero.")
    assert letters().filter(status=OutboxMessage.Status.PENDING).count() == 3


def test_a_proposal_and_a_term_are_there_again(page: CallPage) -> None:
    one = submitted(page)
    member, officer = Actor.staff(reviewer(page)), Actor.staff(overseer())
    due_at = timezone.now() + timedelta(days=9)
    transition(
        one.pk, "request_info", member, expected_version=1, reason="Manca.", due_at=due_at, asked=EVERYTHING
    )
    transition(one.pk, "propose_reject", member, expected_version=2, reason="Non arriva.")
    one.refresh_from_db()
    proposal = one.proposal
    made = many("reject", officer, one, reason="Non è arrivato.")

    undo_many(made, officer)

    one.refresh_from_db()
    assert (one.status, one.info_due_at, one.proposal) == (Status.NEEDS_INFO, due_at, proposal)


def test_a_request_taken_back_asks_for_nothing(page: CallPage) -> None:
    one = submitted(page)
    actor = Actor.staff(reviewer(page))
    form = one.form_version_id
    due_at = timezone.now() + timedelta(days=9)
    made = many("request_info", actor, one, reason="Manca.", due_at=due_at, asked=EVERYTHING)

    undo_many(made, actor)

    one.refresh_from_db()
    assert (one.status, one.info_due_at, one.form_version_id) == (Status.RECEIVED, None, form)
    assert not InfoRequest.objects.exists()


def test_a_seat_taken_back_is_free_and_one_given_back_is_taken_again() -> None:
    event = EventPageFactory.create(capacity=1, admission=EventPage.Admission.MODERATED)
    one = submitted(event)
    officer = Actor.staff(overseer())

    made = many("accept", officer, one)
    undo_many(made, officer)

    assert not Seat.objects.exists()
    one.refresh_from_db()
    many("accept", officer, one)
    one.refresh_from_db()
    made = many("revoke", officer, one, reason="Errore.")
    assert not Seat.objects.exists()
    undo_many(made, officer)
    assert Seat.objects.get().submission == one


def test_where_the_seat_was_given_to_another_the_revocation_stands() -> None:
    event = EventPageFactory.create(capacity=1)
    first, second = submitted(event), submitted(event)
    officer = Actor.staff(overseer())
    first.refresh_from_db()
    made = many("revoke", officer, first, reason="Errore.")

    [outcome] = undo_many(made, officer)

    assert isinstance(outcome.refusal, NoSeatLeftError)
    assert Seat.objects.get().submission == second
    # Refused as a whole: its letter still leaves.
    assert letters().get().status == OutboxMessage.Status.PENDING


ADA: dict[str, Any] = {"first_name": "Ada", "last_name": "Prova", "email": "ada@example.org"}


def test_who_signed_up_again_meanwhile_gets_no_second_seat_back() -> None:
    event = EventPageFactory.create(capacity=5)
    first, officer = submitted(event, **ADA), Actor.staff(overseer())
    made = many("revoke", officer, first, reason="Errore.")
    second = submitted(event, **ADA)

    [outcome] = undo_many(made, officer)

    assert isinstance(outcome.refusal, SentAgainError)
    assert Seat.objects.get().submission == second


def test_of_two_of_one_person_taken_back_at_once_one_comes_back() -> None:
    event = EventPageFactory.create(capacity=5)
    first, officer = submitted(event, **ADA), Actor.staff(overseer())
    made = many("revoke", officer, first, reason="Errore.")
    made |= many("revoke", officer, submitted(event, **ADA), reason="Errore.")

    outcomes = undo_many(made, officer)

    assert [type(outcome.refusal) for outcome in outcomes] == [type(None), SentAgainError]
    assert Seat.objects.get().submission == first


def test_two_of_a_family_come_back_and_so_does_who_may_send_twice() -> None:
    event, officer = EventPageFactory.create(capacity=5), Actor.staff(overseer())
    family = [submitted(event, **ADA), submitted(event, **{**ADA, "first_name": "Ugo"})]
    twice = EventPageFactory.create(capacity=5, one_each=False)
    family += [submitted(twice, **ADA), submitted(twice, **ADA)]
    made = many("revoke", officer, *family, reason="Errore.")

    outcomes = undo_many(made, officer)

    assert all(outcome.is_done for outcome in outcomes)
    assert Seat.objects.count() == 4


def test_a_sign_up_is_not_examined_again_beside_what_was_sent_since() -> None:
    event, officer = EventPageFactory.create(capacity=5), Actor.staff(overseer())
    first = submitted(event, **ADA)
    many("revoke", officer, first, reason="Errore.")
    second = submitted(event, **ADA)
    first.refresh_from_db()

    [outcome] = transition_many({first.pk: first.version}, "reopen", officer, reason="Riesame.")

    assert isinstance(outcome.refusal, SentAgainError)
    transition(second.pk, "withdraw", APPLICANT, expected_version=second.version)
    reopened = transition(first.pk, "reopen", officer, expected_version=first.version, reason="Riesame.")
    assert reopened.status == Status.IN_REVIEW


def test_whoever_was_made_to_wait_and_got_the_free_seat_keeps_it() -> None:
    event, officer = EventPageFactory.create(capacity=1), Actor.staff(overseer())
    one = submitted(event)
    one.refresh_from_db()
    many("reopen", officer, one, reason="Verifica.")
    one.refresh_from_db()
    made = many("reserve", officer, one, reason="Verifica.")

    [outcome] = undo_many(made, officer)

    assert isinstance(outcome.refusal, ConflictError)
    assert Seat.objects.get().submission == one


def test_who_is_refused_because_the_letter_left_takes_no_seat_from_who_is_not() -> None:
    event = EventPageFactory.create(capacity=2, admission=EventPage.Admission.MODERATED)
    told, untold, third = submitted(event), submitted(event), submitted(event)
    officer = Actor.staff(overseer())
    many("accept", officer, told, untold)
    for one in (told, untold):
        one.refresh_from_db()
    made = many("revoke", officer, told, untold, reason="Errore.")
    letters().filter(related_to=told.reference).update(status="sent")
    # Of the two seats that came free, one is given to another.
    many("accept", officer, third)

    outcomes = undo_many(made, officer)

    assert [type(outcome.refusal) for outcome in outcomes] == [LetterLeftError, type(None)]
    assert {seat.submission for seat in Seat.objects.all()} == {untold, third}
    told.refresh_from_db()
    assert (told.status, told.version) == (Status.REJECTED, 3)
    assert told.log.count() == 3


def test_nothing_is_taken_back_over_what_happened_since(page: CallPage) -> None:
    first, second = submitted(page), submitted(page)
    actor = Actor.staff(overseer())
    made = many("admit", actor, *[taken(one, actor) for one in (first, second)])
    transition(first.pk, "reject", actor, expected_version=3, reason="Ripensato.")

    outcomes = undo_many(made, actor)

    assert [type(outcome.refusal) for outcome in outcomes] == [ConflictError, type(None)]
    first.refresh_from_db()
    assert first.status == Status.REJECTED


def taken(submission: Submission, actor: Actor) -> Submission:
    return transition(submission.pk, "take", actor, expected_version=1)


@pytest.mark.parametrize(
    "left",
    [
        {"status": "sent"},
        {"status": "pending", "attempts": 1},
        {"status": "failed", "attempts": 9},
        {"status": "bounced"},
    ],
)
def test_a_letter_that_left_or_may_have_is_not_taken_back(page: CallPage, left: dict[str, Any]) -> None:
    first, second = submitted(page), submitted(page)
    actor = Actor.staff(decider(page))
    made = many("accept", actor, first, second)
    letters().filter(related_to=first.reference).update(**left)

    outcomes = undo_many(made, actor)

    assert [type(outcome.refusal) for outcome in outcomes] == [LetterLeftError, type(None)]
    first.refresh_from_db()
    assert first.status == Status.ACCEPTED
    assert letters().get(related_to=first.reference).status == left["status"]


def test_a_letter_sent_again_is_not_taken_back(page: CallPage) -> None:
    one = submitted(page)
    actor = Actor.staff(decider(page))
    made = many("accept", actor, one)
    letters().update(status="sent", attempts=1, sent_at=timezone.now())
    outbox.resend(letters().get())

    [outcome] = undo_many(made, actor)

    assert isinstance(outcome.refusal, LetterLeftError)
    assert letters().get().status == OutboxMessage.Status.PENDING


def test_after_it_the_reasons_told_before_are_those_that_hold(page: CallPage) -> None:
    one = submitted(page)
    actor = Actor.staff(decider(page))
    due_at = timezone.now() + timedelta(days=15)
    told = transition(
        one.pk, "forewarn", actor, expected_version=1, reason="Manca lo statuto.", due_at=due_at
    )
    made = many("reconsider", actor, told)

    [outcome] = undo_many(made, actor)

    assert outcome.is_done
    one.refresh_from_db()
    entry = forewarning.told(one)
    assert entry is not None
    assert entry.reason.text == "Manca lo statuto."


def test_the_copy_of_one_s_data_tells_nothing_that_was_taken_back(page: CallPage) -> None:
    one = submitted(page)
    actor = Actor.staff(decider(page))
    undo_many(many("accept", actor, one), actor)
    one.refresh_from_db()

    copy = portable.everything(one)

    assert [row["status"] for row in copy["history"]] == ["received"]
    assert not [letter for letter in copy["letters"] if "Esito" in letter["subject"]]


def test_a_letter_on_paper_is_not_taken_back_once_it_was_printed(page: CallPage) -> None:
    one = submitted(page)
    Submission.objects.filter(pk=one.pk).update(email="", channel=Channel.PAPER)
    actor = Actor.staff(decider(page))
    made = many("accept", actor, one)
    one.refresh_from_db()
    by_hand.printed(one, letters().get(), actor)

    [outcome] = undo_many(made, actor)

    assert isinstance(outcome.refusal, LetterLeftError)


def test_whoever_may_not_make_a_change_may_not_take_it_back(page: CallPage) -> None:
    one = submitted(page)
    made = many("accept", Actor.staff(decider(page)), one)

    for stranger in (reviewer(page), decider(CallPageFactory.create())):
        [outcome] = undo_many(made, Actor.staff(stranger))
        assert isinstance(outcome.refusal, NotAllowedError)
    assert LogEntry.objects.filter(action="undo").count() == 0


def test_every_column_that_a_change_writes_can_be_put_back() -> None:
    written = {name for name in WRITTEN if name not in ("version", "updated_at")}

    assert written <= {name.removesuffix("_id") for name in RESTORED}


def test_what_every_change_would_come_to_is_told_and_nothing_is_written(page: CallPage) -> None:
    free, stale = submitted(page), submitted(page)
    actor = Actor.staff(overseer())
    transition(stale.pk, "take", actor, expected_version=1)
    before = list(LogEntry.objects.values_list("pk", flat=True))

    found = rehearse({free.pk: 1, stale.pk: 1}, "accept", actor)

    assert found[free.pk] is None
    assert isinstance(found[stale.pk], ConflictError)
    assert list(LogEntry.objects.values_list("pk", flat=True)) == before
    free.refresh_from_db()
    assert free.status == Status.RECEIVED


def test_the_letter_is_read_before_as_it_would_leave(page: CallPage) -> None:
    actor = Actor.staff(overseer())
    due_at = timezone.now() + timedelta(days=9)
    actions: dict[str, dict[str, Any]] = {
        "accept": {},
        "reject": {"reason": "Fuori tema."},
        "request_info": {"reason": "Manca.", "due_at": due_at, "asked": EVERYTHING},
    }
    for action, values in actions.items():
        one = submitted(page)
        letter = rehearse_letter(one.pk, action, actor, **values)
        assert letter is not None
        [foreseen] = writing.messages([letter])
        transition(one.pk, action, actor, expected_version=1, **values)
        written = OutboxMessage.objects.filter(related_to=one.reference).latest("pk")
        assert (foreseen.subject, foreseen.body) == (written.subject, written.body)
    assert rehearse_letter(submitted(page).pk, "take", actor) is None


def test_letters_let_go_leave_at_once(page: CallPage) -> None:
    one = submitted(page)
    versions = {one.pk: 1}
    transition_many(versions, "accept", Actor.staff(overseer()), waits=outbox.Waiting(BATCH))
    assert letters().get().status == OutboxMessage.Status.DRAFT
    outbox.deliver_due()
    assert letters().get().status == OutboxMessage.Status.DRAFT

    assert len(taking_back.let_go(BATCH, approves=False)) == 1

    outbox.deliver_due()
    assert letters().get().status == OutboxMessage.Status.SENT


def test_every_step_of_the_staff_can_be_taken_back_or_says_nothing_of_it() -> None:
    # Whoever adds an effect that writes elsewhere adds here how it is taken back.
    known = {
        "set_the_term", "end_the_term", "write_the_request", "take_a_place", "give_the_places",
        "free_the_places",
        # Whoever it gave a seat has moved on, and is not taken back.
        "offer_the_places",
    }  # fmt: skip
    effects = {
        effect.__name__
        for step in TRANSITIONS
        if step.by == "staff"
        for effect in (*step.before, *step.beside, *step.after)
    }

    assert effects <= known
