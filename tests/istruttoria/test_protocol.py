"""The public register's number: never overwritten unknowingly, never on two submissions, always logged."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import CallPage, LogEntry, Submission
from candidature.process import protocol
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> CallPage:
    return CallPageFactory.create()


@pytest.fixture
def submission(page: CallPage) -> Submission:
    return submitted(page)


@pytest.fixture
def reviewer(page: CallPage) -> User:
    return committee_member(page)


def shown(browser: Any, user: User, submission: Submission) -> Any:
    """The form of the number, as the page shows it."""
    browser.set_user(user)
    return browser.get(reverse("candidature_review:detail", args=[submission.pk])).forms["protocol"]


def number_of(submission: Submission) -> Any:
    return Submission.objects.values_list("protocol_number", flat=True).get(pk=submission.pk)


def entries() -> Any:
    return [entry.details for entry in LogEntry.objects.filter(action=protocol.REGISTERED)]


def test_a_first_number_is_registered_at_once_and_logged(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    form = shown(django_app, reviewer, submission)
    assert "replace" not in form.fields
    form["protocol_number"] = " 2026/0001234 "

    detail = form.submit(status=302).follow()

    assert number_of(submission) == "2026/0001234"
    assert entries() == [{"former_number": "", "number": "2026/0001234"}]
    assert "2026/0001234" in detail.html.find(class_="review-log").get_text()


def test_replacing_a_number_asks_and_the_log_holds_both(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    protocol.register(submission.pk, "2026/1", reviewer, former="")
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/2"

    asked = form.submit(status=400)
    assert "C’è già un numero registrato" in asked.text
    assert number_of(submission) == "2026/1"

    again = asked.forms["protocol"]
    assert again["protocol_number"].value == "2026/2"
    again["replace"] = True
    detail = again.submit(status=302).follow()

    assert number_of(submission) == "2026/2"
    assert entries()[-1] == {"former_number": "2026/1", "number": "2026/2"}
    assert "2026/1 → 2026/2" in detail.html.find(class_="review-log").get_text()


def test_a_number_registered_meanwhile_is_not_overwritten_and_the_second_is_told(
    django_app: DjangoTestApp, page: CallPage, reviewer: User, submission: Submission
) -> None:
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/2"
    protocol.register(submission.pk, "2026/1", committee_member(page), former="")

    conflict = form.submit(status=409)

    assert number_of(submission) == "2026/1"
    assert "Nel frattempo è stato registrato il numero 2026/1" in conflict.text
    again = conflict.forms["protocol"]
    assert again["protocol_number"].value == "2026/2"
    again.submit(status=400)
    assert number_of(submission) == "2026/1"
    again["replace"] = True
    again.submit(status=302)
    assert number_of(submission) == "2026/2"


def test_a_second_press_on_the_button_is_one_registration(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/1"
    form.submit(status=302)
    form.submit(status=302)

    assert number_of(submission) == "2026/1"
    assert len(entries()) == 1


def test_the_number_of_another_one_is_refused_and_it_is_said_which(
    django_app: DjangoTestApp, page: CallPage, reviewer: User, submission: Submission
) -> None:
    other = submitted(page)
    protocol.register(other.pk, "2026/1", reviewer, former="")
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/1"

    refused = form.submit(status=400)

    assert f"Questo numero è già della candidatura {other.reference}." in refused.text
    assert refused.forms["protocol"]["protocol_number"].value == "2026/1"
    assert number_of(submission) == ""


def test_a_submission_out_of_scope_that_has_the_number_is_not_named(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    hidden = submitted(CallPageFactory.create())
    protocol.register(hidden.pk, "2026/1", member_of(Role.OFFICERS), former="")
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/1"

    refused = form.submit(status=400)

    assert hidden.reference not in refused.text
    assert "Questo numero è già di un’altra candidatura" in refused.text


def test_the_database_refuses_the_same_number_twice_and_many_without(page: CallPage) -> None:
    first, second = submitted(page), submitted(page)
    Submission.objects.filter(pk=first.pk).update(protocol_number="2026/1")

    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=second.pk).update(protocol_number="2026/1")


def test_two_registrations_at_once_are_one_number_and_one_sentence(
    monkeypatch: pytest.MonkeyPatch, page: CallPage, reviewer: User
) -> None:
    """Between looking for the number and writing it, another transaction writes it."""
    first, second = submitted(page), submitted(page)
    written = Submission.save

    def then_the_other(self: Submission, **options: Any) -> None:
        Submission.objects.filter(pk=first.pk).update(protocol_number="2026/1")
        written(self, **options)

    monkeypatch.setattr(Submission, "save", then_the_other)

    with pytest.raises(protocol.NumberTakenError):
        protocol.register(second.pk, "2026/1", reviewer, former="")

    assert number_of(second) == ""


def test_registering_a_number_writes_its_column_and_no_other(
    page: CallPage, reviewer: User, submission: Submission
) -> None:
    """A decision or an integration that lands at the same moment must survive."""
    with CaptureQueriesContext(connection) as queries:
        protocol.register(submission.pk, "2026/1", reviewer, former="")

    updates = [
        query["sql"] for query in queries if query["sql"].startswith('UPDATE "candidature_submission"')
    ]
    [update] = updates
    assert update.partition(" SET ")[2].partition(" WHERE ")[0].count("=") == 1
    assert '"protocol_number" = ' in update


def test_the_row_is_locked_before_its_number_is_looked_at(reviewer: User, submission: Submission) -> None:
    with locks_asked() as asked:
        protocol.register(submission.pk, "2026/1", reviewer, former="")

    assert asked == ["candidature_submission"]


def test_registering_says_who_is_in_the_way_only_to_who_may_see_it(page: CallPage, reviewer: User) -> None:
    seen, hidden, mine = submitted(page), submitted(CallPageFactory.create()), submitted(page)
    protocol.register(seen.pk, "2026/1", reviewer, former="")
    protocol.register(hidden.pk, "2026/2", member_of(Role.OFFICERS), former="")

    with pytest.raises(protocol.NumberTakenError) as taken:
        protocol.register(mine.pk, "2026/1", reviewer, former="")
    assert taken.value.reference == seen.reference
    with pytest.raises(protocol.NumberTakenError) as taken:
        protocol.register(mine.pk, "2026/2", reviewer, former="")
    assert taken.value.reference == ""
    with pytest.raises(protocol.NumberChangedError) as changed:
        protocol.register(seen.pk, "2026/3", reviewer, former="")
    assert changed.value.present == "2026/1"


def test_a_number_is_taken_away_from_two_and_the_log_says_by_whom(page: CallPage, reviewer: User) -> None:
    """A number typed on the wrong one: without numbers they do not stand in each other's way."""
    for number, submission in enumerate([submitted(page), submitted(page)]):
        protocol.register(submission.pk, f"2026/{number}", reviewer, former="")

        written = protocol.register(submission.pk, "", reviewer, former=f"2026/{number}")

        assert (written.protocol_number, number_of(submission)) == ("", "")
        entry = LogEntry.objects.filter(submission=submission, action=protocol.REGISTERED).latest("pk")
        assert entry.actor == reviewer
        assert entry.details == {"former_number": f"2026/{number}", "number": ""}


def test_a_number_does_not_stand_in_the_way_of_a_decision(reviewer: User, submission: Submission) -> None:
    """Whoever has the confirmation open need not look again because a number was written down."""
    protocol.register(submission.pk, "2026/1", reviewer, former="")

    submission.refresh_from_db()
    assert submission.version == 1


@pytest.mark.parametrize("typed", ["9" * 61, "1\x002"])
def test_a_number_that_cannot_be_is_refused_and_stays_in_the_field(
    django_app: DjangoTestApp, reviewer: User, submission: Submission, typed: str
) -> None:
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = typed

    form.submit(status=400)

    assert number_of(submission) == ""


def test_nobody_registers_a_number_on_what_they_do_not_see(submission: Submission) -> None:
    with pytest.raises(Submission.DoesNotExist):
        protocol.register(submission.pk, "2026/1", committee_member(), former="")
