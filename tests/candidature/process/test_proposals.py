"""Reviewers propose, officers decide, and only they reverse a decision that was taken."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_webtest import DjangoTestApp

from candidature.actors import APPLICANT, Actor, ActorKind
from candidature.models import CallPage, LogEntry, Submission
from candidature.privacy import retention
from candidature.privacy.told import history
from candidature.process import changes, protocol, workflow
from candidature.process.transitions import TRANSITIONS
from candidature.statuses import Status
from candidature.submissions.protocol_number import ProtocolNumber
from portal.models import OutboxMessage, User
from portal.roles import Role
from tests.candidature.factories import EVERYTHING, CallPageFactory, EventPageFactory, submitted
from tests.candidature.intake.intake import completed
from tests.istruttoria.people import committee_member, member_of

pytestmark = pytest.mark.django_db

WHY = "Ha i requisiti e l’esperienza che l’avviso chiede."


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


@pytest.fixture
def officer() -> User:
    return member_of(Role.OFFICERS)


def act(submission: Submission, action: str, user: User | None, **values: Any) -> Any:
    actor = Actor.staff(user) if user else APPLICANT
    return workflow.transition(
        submission.pk, action, actor, **{"expected_version": submission.version, "reason": WHY, **values}
    )


def address(submission: Submission, action: str) -> str:
    return reverse("candidature_review:decide", args=[submission.pk, action])


def opened(browser: Any, user: User, submission: Submission) -> Any:
    browser.set_user(user)
    return browser.get(reverse("candidature_review:detail", args=[submission.pk]))


def test_a_reviewer_cannot_turn_an_officers_decision_around(
    django_app: DjangoTestApp, reviewer: User, officer: User, submission: Submission
) -> None:
    accepted = act(submission, "accept", officer)
    django_app.set_user(reviewer)

    page = opened(django_app, reviewer, accepted)
    for action in ("reject", "revoke", "reopen", "accept", "reserve"):
        assert address(accepted, action) not in page.text
        django_app.get(address(accepted, action), status=302)
        with pytest.raises(workflow.NotAllowedError):
            act(accepted, action, reviewer)

    accepted.refresh_from_db()
    assert accepted.status == Status.ACCEPTED


def test_who_may_do_what_is_written_in_the_table(reviewer: User, officer: User) -> None:
    def may(user: User) -> Any:
        return {
            step.action
            for step in TRANSITIONS
            if step.by is ActorKind.STAFF and step.permits(Actor.staff(user))
        }

    work = {"take", "request_info", "resume", "admit"}
    assert may(reviewer) == work | {"propose_accept", "propose_reserve", "propose_reject"}
    assert may(officer) == work | {
        "accept",
        "reserve",
        "forewarn",
        "reconsider",
        "reject",
        "revoke",
        "reopen",
    }


@pytest.mark.parametrize("proposal", ["propose_accept", "propose_reserve", "propose_reject"])
def test_a_proposal_is_logged_and_versioned_and_tells_the_applicant_nothing(
    reviewer: User, submission: Submission, proposal: str
) -> None:
    letters, known = OutboxMessage.objects.count(), history(submission)

    proposed = act(submission, proposal, reviewer)

    assert (proposed.status, proposed.version) == (Status.RECEIVED, submission.version + 1)
    assert OutboxMessage.objects.count() == letters
    assert history(proposed) == known
    entry = LogEntry.objects.get(action=proposal)
    assert (entry.actor, entry.reason.text) == (reviewer, WHY)
    assert WHY not in str(entry.details)
    assert Submission.objects.get().proposal == entry


def test_a_proposal_without_a_reason_is_refused(reviewer: User, submission: Submission) -> None:
    with pytest.raises(workflow.MissingReasonError):
        act(submission, "propose_accept", reviewer, reason=" ")


def test_a_proposal_over_a_colleagues_fresh_one_is_a_conflict(
    page: CallPage, reviewer: User, submission: Submission
) -> None:
    act(submission, "propose_accept", committee_member(page))

    with pytest.raises(workflow.ConflictError):
        act(submission, "propose_reject", reviewer)


def test_from_proposal_to_letter_through_the_pages(
    django_app: DjangoTestApp, reviewer: User, officer: User, submission: Submission
) -> None:
    detail = opened(django_app, reviewer, submission)
    form = detail.click("Proponi di non accogliere").forms["decision"]
    form["reason"] = "Manca lo statuto."
    form.submit(status=302)

    queue = django_app.get(reverse("candidature_review:index"), {"stage": "todo"})
    assert "Proposta: Non ammessa" in queue.text

    detail = opened(django_app, officer, submission)
    panel = detail.html.find(class_="review-proposal").get_text(" ", strip=True)
    assert "Proposta: Non ammessa" in panel
    assert str(reviewer) in panel
    assert timezone.localtime().strftime("%Y") in panel
    assert "Manca lo statuto." in panel
    form = detail.click("Non accogliere", href="reject").forms["decision"]
    assert form["reason"].value.strip() == "Manca lo statuto."
    form["reason"] = "Manca lo statuto, che è obbligatorio."
    form.submit(status=302)

    decided = Submission.objects.get()
    assert (decided.status, decided.proposal) == (Status.REJECTED, None)
    assert (
        "Manca lo statuto, che è obbligatorio." in OutboxMessage.objects.get(subject__contains="Esito").body
    )


def test_the_reason_of_another_outcome_is_not_prefilled(
    django_app: DjangoTestApp, reviewer: User, officer: User, submission: Submission
) -> None:
    proposed = act(submission, "propose_accept", reviewer)
    django_app.set_user(officer)

    form = django_app.get(address(proposed, "reject")).forms["decision"]

    assert form["reason"].value.strip() == ""


def test_an_officer_who_looked_before_the_proposal_is_told_of_it(
    django_app: DjangoTestApp, reviewer: User, officer: User, submission: Submission
) -> None:
    django_app.set_user(officer)
    form = django_app.get(address(submission, "reject")).forms["decision"]
    form["reason"] = "Fuori tema."
    act(submission, "propose_accept", reviewer)

    conflict = form.submit(status=409)

    assert "Proposta: Selezionata" in conflict.html.find(role="alert").get_text()
    assert conflict.forms["decision"]["reason"].value.strip() == "Fuori tema."


@pytest.mark.parametrize("by", ["reviewer", "applicant"])
def test_a_proposal_is_cleared_when_the_state_moves_on(
    reviewer: User, submission: Submission, by: str
) -> None:
    taken = act(submission, "take", reviewer)
    proposed = act(taken, "propose_accept", reviewer)
    assert Submission.objects.get().proposal is not None

    if by == "reviewer":
        act(proposed, "admit", reviewer)
    else:
        act(proposed, "withdraw", None)

    assert Submission.objects.get().proposal is None


def test_a_proposal_made_while_waiting_for_an_integration_goes_when_it_arrives(
    reviewer: User, submission: Submission
) -> None:
    asked = act(
        submission, "request_info", reviewer, due_at=timezone.now() + timedelta(days=3), asked=EVERYTHING
    )
    proposed = act(asked, "propose_reject", reviewer)

    completed(proposed, {})

    assert Submission.objects.get().proposal is None


def test_what_an_applicant_sends_is_not_refused_because_of_a_proposal_they_cannot_see(
    reviewer: User, submission: Submission
) -> None:
    asked = act(
        submission, "request_info", reviewer, due_at=timezone.now() + timedelta(days=3), asked=EVERYTHING
    )
    act(asked, "propose_reject", reviewer)

    assert completed(asked, {}).status == Status.IN_REVIEW


def test_what_the_office_only_noted_meanwhile_stands_in_no_applicants_way(
    reviewer: User, submission: Submission
) -> None:
    """A number and a look are in the log, and change nothing that the applicant sees."""
    act(submission, "propose_reject", reviewer)
    protocol.register(submission.pk, ProtocolNumber("2026/1"), reviewer)
    changes.record(submission, "viewed", Actor.staff(reviewer))

    assert act(submission, "withdraw", None).status == Status.WITHDRAWN


@pytest.mark.parametrize("version", [0, -1])
def test_an_applicant_cannot_have_seen_a_version_that_never_was(
    reviewer: User, submission: Submission, version: int
) -> None:
    act(submission, "propose_reject", reviewer)

    with pytest.raises(workflow.ConflictError):
        act(submission, "withdraw", None, expected_version=version)


def test_what_an_applicant_sends_over_a_change_they_could_see_is_still_a_conflict(
    reviewer: User, submission: Submission
) -> None:
    proposed = act(act(submission, "take", reviewer), "propose_reject", reviewer)

    for version in (submission.version, proposed.version + 1):
        with pytest.raises(workflow.ConflictError):
            act(submission, "withdraw", None, expected_version=version)


@pytest.mark.parametrize("decided", ["accept", "reserve"])
def test_revoking_a_decision_needs_a_reason_and_sends_its_own_letter(
    officer: User, submission: Submission, decided: str
) -> None:
    known = act(submission, decided, officer)
    with pytest.raises(workflow.NotPossibleError):
        act(known, "reject", officer)
    with pytest.raises(workflow.MissingReasonError):
        act(known, "revoke", officer, reason="")

    revoked = act(known, "revoke", officer, reason="La dichiarazione non era vera.")

    letter = OutboxMessage.objects.get(subject__contains="è cambiata")
    assert revoked.status == Status.REJECTED
    assert "abbiamo rivisto la decisione" in letter.body
    assert "La dichiarazione non era vera." in letter.body


def test_revoking_a_seat_gives_it_to_who_waits(officer: User) -> None:
    event = EventPageFactory.create(capacity=1)
    first, second = submitted(event), submitted(event)
    first.refresh_from_db()

    act(first, "revoke", officer)

    second.refresh_from_db()
    assert second.status == Status.ACCEPTED


def test_erasing_a_submission_with_a_proposal_keeps_the_log(reviewer: User, submission: Submission) -> None:
    retention.erase(act(submission, "propose_accept", reviewer))

    assert not Submission.objects.exists()
    assert LogEntry.objects.filter(action="propose_accept", submission=None).count() == 1
