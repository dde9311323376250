"""An answer at the moment at which the applicant sends, corrects, withdraws or takes somebody off."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection
from django.utils import timezone

from candidature.actors import APPLICANT
from candidature.confirmations import answering
from candidature.confirmations.answering import AnswerError
from candidature.confirmations.applications import Application
from candidature.confirmations.models import ConfirmationLink
from candidature.confirmations.naming import Named
from candidature.intake import others, resending, sending
from candidature.intake.drafts import DraftGoneError
from candidature.models import Confirmation, PendingRevision, Submission
from candidature.process import workflow
from tests.candidature.confirmations.asking import RITA, draft_with, logged, sent_with
from tests.candidature.intake.intake import send, written
from tests.candidature.public.others import call

UGO = Named("Ugo Blu", "ugo@example.org", "Arci")


def at_once(presses: Sequence[Callable[[], Any]]) -> list[Any]:
    """What came of presses made at the same moment: their results, or the refusals that they raised."""
    start = Barrier(len(presses))

    def make(press: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=60)
            return press()
        except (AnswerError, DraftGoneError, sending.OthersMissingError) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(make, presses))


def says_yes(asked: Confirmation) -> Callable[[], Any]:
    """A press of "Confermo" on the page as it is now."""
    seen = answering.shown(asked, Application.of(asked))
    fresh = Confirmation.objects.get(pk=asked.pk)
    return partial(answering.confirm, fresh, seen=seen, at=timezone.now())


def says_no(asked: Confirmation) -> Callable[[], Any]:
    fresh = Confirmation.objects.get(pk=asked.pk)
    return partial(answering.decline, fresh, reason="No.", at=timezone.now())


def agrees(submission: Submission) -> None:
    """The column of the queue says the same as the rows."""
    submission.refresh_from_db()
    content = Application(submission).content
    rows = Application(submission).confirmations()
    assert submission.awaits_confirmations == (not all(one.has_confirmed(content) for one in rows))


def test_an_answer_while_it_is_sent_belongs_to_what_was_sent_and_is_in_its_log_once(
    committed_db: None,
) -> None:
    page = call(most_partners=2)
    draft, token = draft_with(page, RITA)
    others.ask_missing(draft, client="")
    asked = Confirmation.objects.get()

    submission, *_answers = at_once([partial(send, page, token), says_yes(asked), says_yes(asked)])

    asked.refresh_from_db()
    assert asked.submission == submission
    # Read before it was sent, it is confirmed; unless what was on the screen had another form by then.
    given = [action for action, _who in logged(submission)].count("confirmation_given")
    assert given == (asked.state == "confirmed")
    agrees(submission)


def test_where_sending_waits_the_last_answer_and_the_press_never_send_unconfirmed(committed_db: None) -> None:
    page = call(most_partners=2, waits_for_others=True)
    draft, token = draft_with(page, RITA)
    others.ask_missing(draft, client="")
    asked = Confirmation.objects.get()

    at_once([says_yes(asked), partial(send, page, token), partial(send, page, token)])

    for submission in Submission.objects.all():
        assert submission.confirmations.get().state == "confirmed"
        agrees(submission)
    assert Submission.objects.count() <= 1


def test_yes_and_no_pressed_at_once_leave_one_answer_and_a_log_that_ends_with_it(committed_db: None) -> None:
    submission = sent_with(call(most_partners=1), RITA)
    asked = Confirmation.objects.get()

    at_once([says_yes(asked), says_no(asked), says_yes(asked), says_no(asked)])

    # A yes may be taken back, a no may not.
    assert Confirmation.objects.get().state == "declined"
    actions = [action for action, _who in logged(submission)]
    assert actions.count("confirmation_declined") == 1
    assert actions.count("confirmation_given") <= 1
    agrees(submission)


def test_an_answer_while_it_is_withdrawn_or_corrected_never_confirms_what_nobody_read(
    committed_db: None,
) -> None:
    page = call(most_partners=1, one_each=False)
    for press in (withdraws, corrects):
        submission = sent_with(page, RITA)
        asked = submission.confirmations.get()

        at_once([press(submission), says_yes(asked), says_yes(asked)])

        agrees(submission)
        asked.refresh_from_db()
        if press is corrects:
            assert not asked.has_confirmed(Application(submission).content)


def withdraws(submission: Submission) -> Callable[[], Any]:
    return partial(
        workflow.transition, submission.pk, "withdraw", APPLICANT, expected_version=submission.version
    )


def corrects(submission: Submission) -> Callable[[], Any]:
    purpose = PendingRevision.Purpose.CORRECTION
    written(submission, {"a": "Tutt’altro"}, purpose=purpose)
    return partial(
        resending.send, submission, purpose, version=submission.version, received_at=timezone.now()
    )


def test_an_answer_while_somebody_is_taken_off_or_replaced_leaves_nothing_of_them(committed_db: None) -> None:
    submission = sent_with(call(most_partners=2), RITA, UGO)
    rita, ugo = Confirmation.objects.order_by("pk")
    for number, one in enumerate((rita, ugo)):
        ConfirmationLink.objects.create(confirmation=one, token_hash=str(number))
    other = Named("Ivo Blu", "ivo@example.org", "Arci")

    at_once(
        [
            says_yes(rita),
            partial(others.take_off, submission, rita.pk),
            partial(others.take_off, submission, rita.pk),
            says_no(ugo),
            partial(others.save, submission, ugo.pk, other, {}, client=""),
            partial(others.save, submission, ugo.pk, other, {}, client=""),
        ]
    )

    [left] = Confirmation.objects.exclude(state="removed")
    assert (left.name, left.state) == ("Ivo Blu", "named")
    assert not Confirmation.objects.filter(state="removed").exclude(name="", body="", email="").exists()
    actions = [action for action, _who in logged(submission)]
    assert actions.count("confirmation_taken_off") == 2
    agrees(submission)


def test_of_many_named_at_once_no_more_than_the_call_lets_are_kept(committed_db: None) -> None:
    draft, _token = draft_with(call(most_partners=2))
    people = [Named(f"Persona {n}", f"p{n % 3}@example.org", "Ente") for n in range(6)]

    def name(one: Named) -> Any:
        try:
            return others.save(draft, None, one, {}, client="")
        except others.TooManyError:
            return None

    at_once([partial(name, one) for one in people])

    kept = list(Confirmation.objects.values_list("email", flat=True))
    assert len(kept) == len(set(kept)) == 2


def test_two_presses_that_ask_again_write_one_letter(committed_db: None) -> None:
    submission = sent_with(call(most_partners=1), RITA)
    Confirmation.objects.update(asked_at=timezone.now() - 2 * others.PAUSE)
    asked = Confirmation.objects.get()

    left = at_once([partial(others.ask_again, submission, asked.pk, client="") for _press in range(4)])

    assert sorted(left) == [False, False, False, True]
    assert [action for action, _who in logged(submission)] == ["confirmation_asked"] * 2
