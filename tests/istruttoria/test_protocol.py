"""The public register's number: never overwritten unknowingly, never on two submissions, always logged."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django_webtest import DjangoTestApp

from candidature.models import CallPage, LogEntry, Submission
from candidature.process import protocol
from candidature.submissions.channels import Channel
from candidature.submissions.protocol_number import NO_NUMBER, ProtocolNumber
from portal.limits.attempt import Attempt
from portal.models import User
from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member, member_of
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


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


def shown(browser: Any, user: User, submission: Submission) -> Any:
    """The form of the number, as the page shows it."""
    browser.set_user(user)
    return browser.get(reverse("candidature_review:detail", args=[submission.pk])).forms["protocol"]


def number_of(submission: Submission) -> Any:
    return Submission.objects.values_list("protocol_number", flat=True).get(pk=submission.pk)


def shown_log(browser: Any, submission: Submission) -> str:
    """The log of a submission, as the page shows it to who is logged in."""
    detail = browser.get(reverse("candidature_review:detail", args=[submission.pk]))
    return str(detail.html.find(class_="review-log").get_text())


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
    today = timezone.localdate()
    assert entries() == [{"former_number": "", "number": "2026/0001234", "day": today.isoformat()}]
    assert "2026/0001234" in detail.html.find(class_="review-log").get_text()


def test_replacing_a_number_asks_and_the_log_holds_both(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    protocol.register(submission.pk, ProtocolNumber("2026/1"), reviewer)
    form = shown(django_app, reviewer, submission)
    form["protocol_number"], form["protocol_date"] = "2026/2", timezone.localdate().isoformat()

    asked = form.submit(status=400)
    assert "C’è già un numero registrato" in asked.text
    assert number_of(submission) == "2026/1"

    again = asked.forms["protocol"]
    assert again["protocol_number"].value == "2026/2"
    again["replace"] = True
    detail = again.submit(status=302).follow()

    assert number_of(submission) == "2026/2"
    today = timezone.localdate().isoformat()
    assert entries()[-1] == {"former_number": "2026/1", "number": "2026/2", "day": today}
    assert "2026/1 → 2026/2" in detail.html.find(class_="review-log").get_text()


def test_a_number_registered_meanwhile_is_not_overwritten_and_the_second_is_told(
    django_app: DjangoTestApp, page: CallPage, reviewer: User, submission: Submission
) -> None:
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/2"
    protocol.register(submission.pk, ProtocolNumber("2026/1"), committee_member(page))

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
    protocol.register(other.pk, ProtocolNumber("2026/1"), reviewer)
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/1"

    refused = form.submit(status=400)

    shown_again = refused.html.select_one("form#protocol")
    assert f"Questo numero è già della candidatura {other.reference}." in shown_again.get_text()
    link = shown_again.find("a", string=other.reference)
    assert link["href"] == reverse("candidature_review:detail", args=[other.pk])
    assert refused.forms["protocol"]["protocol_number"].value == "2026/1"
    assert number_of(submission) == ""


def test_a_refused_number_is_where_the_page_opens(
    django_app: DjangoTestApp, page: CallPage, reviewer: User, submission: Submission
) -> None:
    protocol.register(submitted(page).pk, ProtocolNumber("2026/1"), reviewer)

    def opened_at(number: str, day: str) -> list[str]:
        form = shown(django_app, reviewer, submission)
        form["protocol_number"], form["protocol_date"] = number, day
        return [field["name"] for field in form.submit(status=400).html.select("[autofocus]")]

    assert opened_at("2026/1", timezone.localdate().isoformat()) == ["protocol_number"]
    assert opened_at("2026/2", "2199-01-01") == ["protocol_date"]


def test_a_submission_out_of_scope_that_has_the_number_is_not_named(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    hidden = submitted(CallPageFactory.create())
    protocol.register(hidden.pk, ProtocolNumber("2026/1"), member_of(Role.OFFICERS))
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/1"

    refused = form.submit(status=400)

    assert hidden.reference not in refused.text
    assert "Questo numero è già di un’altra candidatura" in refused.text


def test_numbers_of_what_is_out_of_scope_are_come_upon_so_often_and_it_is_noted(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    officer, numbers = member_of(Role.OFFICERS), [f"2026/{n}" for n in range(protocol.OF_OTHERS.at_most)]
    for number in numbers:
        hidden = submitted(CallPageFactory.create())
        protocol.register(hidden.pk, ProtocolNumber(number), officer)
    form = shown(django_app, reviewer, submission)
    # The same once more is the press of somebody who does not believe it.
    for number in (*numbers, numbers[-1]):
        form["protocol_number"] = number
        form = form.submit(status=400).forms["protocol"]

    form["protocol_number"] = "2026/FREE"
    refused = form.submit(status=429)

    assert "Hai scritto troppi numeri che sono già di altre candidature" in refused.text
    assert number_of(submission) == ""
    noted = LogEntry.objects.filter(submission=submission, action=protocol.REFUSED)
    assert noted.count() == len(numbers) + 1
    assert set(noted.values_list("actor", flat=True)) == {reviewer.pk}
    log = shown_log(django_app, submission)
    assert "Numero di protocollo rifiutato" in log
    assert not any(number in log for number in numbers)
    # Another account goes on.
    protocol.register(submission.pk, ProtocolNumber("2026/FREE"), officer)
    assert number_of(submission) == "2026/FREE"


def test_a_number_that_is_registered_or_of_one_that_is_seen_counts_for_nothing(
    page: CallPage, reviewer: User, submission: Submission
) -> None:
    other = submitted(page)
    protocol.register(other.pk, ProtocolNumber("2026/0"), reviewer)
    for _time in range(protocol.OF_OTHERS.at_most + 1):
        with pytest.raises(protocol.NumberTakenError):
            protocol.register(submission.pk, ProtocolNumber("2026/0"), reviewer)

    assert not Attempt.objects.filter(subject=protocol.OF_OTHERS.subject).exists()
    assert not LogEntry.objects.filter(action=protocol.REFUSED).exists()


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
        protocol.register(second.pk, ProtocolNumber("2026/1"), reviewer)

    assert number_of(second) == ""


def test_registering_a_number_writes_its_columns_and_no_other(
    page: CallPage, reviewer: User, submission: Submission
) -> None:
    """A decision or an integration that lands at the same moment must survive."""
    with CaptureQueriesContext(connection) as queries:
        protocol.register(submission.pk, ProtocolNumber("2026/1"), reviewer)

    updates = [
        query["sql"] for query in queries if query["sql"].startswith('UPDATE "candidature_submission"')
    ]
    [update] = updates
    written = update.partition(" SET ")[2].partition(" WHERE ")[0]
    assert re.findall(r'"(\w+)" = ', written) == ["protocol_number", "protocol_date"]


def test_the_row_is_locked_before_its_number_is_looked_at(reviewer: User, submission: Submission) -> None:
    with locks_asked() as asked:
        protocol.register(submission.pk, ProtocolNumber("2026/1"), reviewer)

    assert asked == ["candidature_submission"]


def test_registering_says_who_is_in_the_way_only_to_who_may_see_it(page: CallPage, reviewer: User) -> None:
    seen, hidden, mine = submitted(page), submitted(CallPageFactory.create()), submitted(page)
    protocol.register(seen.pk, ProtocolNumber("2026/1"), reviewer)
    protocol.register(hidden.pk, ProtocolNumber("2026/2"), member_of(Role.OFFICERS))

    with pytest.raises(protocol.NumberTakenError) as taken:
        protocol.register(mine.pk, ProtocolNumber("2026/1"), reviewer)
    assert taken.value.reference == seen.reference
    with pytest.raises(protocol.NumberTakenError) as taken:
        protocol.register(mine.pk, ProtocolNumber("2026/2"), reviewer)
    assert taken.value.reference == ""
    with pytest.raises(protocol.NumberChangedError) as changed:
        protocol.register(seen.pk, ProtocolNumber("2026/3"), reviewer)
    assert changed.value.present == ProtocolNumber("2026/1")


def test_a_number_is_taken_away_from_two_and_the_log_says_by_whom(page: CallPage, reviewer: User) -> None:
    """A number typed on the wrong one: without numbers they do not stand in each other's way."""
    for number, submission in enumerate([submitted(page), submitted(page)]):
        protocol.register(submission.pk, ProtocolNumber(f"2026/{number}"), reviewer)

        written = protocol.register(
            submission.pk, NO_NUMBER, reviewer, former=ProtocolNumber(f"2026/{number}")
        )

        assert (written.protocol_number, number_of(submission)) == ("", "")
        entry = LogEntry.objects.filter(submission=submission, action=protocol.REGISTERED).latest("pk")
        assert entry.actor == reviewer
        assert entry.details == {"former_number": f"2026/{number}", "number": ""}


def test_a_number_does_not_stand_in_the_way_of_a_decision(reviewer: User, submission: Submission) -> None:
    """Whoever has the confirmation open need not look again because a number was written down."""
    protocol.register(submission.pk, ProtocolNumber("2026/1"), reviewer)

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
        protocol.register(submission.pk, ProtocolNumber("2026/1"), committee_member())


# The day of the register


def test_the_day_is_todays_until_another_is_written_and_shown_with_the_number(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    form = shown(django_app, reviewer, submission)
    today = timezone.localdate()
    assert form["protocol_date"].value == f"{today:%d/%m/%Y}"
    form["protocol_number"] = "2026/1"
    Submission.objects.filter(pk=submission.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    form["protocol_date"] = (today - timedelta(days=2)).isoformat()

    detail = form.submit(status=302).follow()

    submission.refresh_from_db()
    assert submission.protocol == ProtocolNumber("2026/1", today - timedelta(days=2))
    words = str(submission.protocol)
    assert words == f"2026/1, {date_format(today - timedelta(days=2), 'j F Y')}"
    assert words in detail.html.find(class_="review-log").get_text()
    again = detail.forms["protocol"]
    assert again["protocol_date"].value == f"{today - timedelta(days=2):%d/%m/%Y}"
    # Nothing was changed, so nothing is asked and nothing is logged.
    again.submit(status=302)
    assert len(entries()) == 1


def test_another_day_of_the_same_number_is_said_aloud_and_logged(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    day = timezone.localdate() - timedelta(days=1)
    Submission.objects.filter(pk=submission.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    protocol.register(submission.pk, ProtocolNumber("2026/1", day), reviewer)
    form = shown(django_app, reviewer, submission)
    form["protocol_date"] = (day - timedelta(days=1)).isoformat()

    asked = form.submit(status=400)
    assert "C’è già un numero registrato" in asked.text
    assert f"Sostituisci il numero 2026/1, {date_format(day, 'j F Y')}" in asked.text
    again = asked.forms["protocol"]
    again["replace"] = True
    again.submit(status=302)

    assert entries()[-1] == {
        "former_number": "2026/1",
        "number": "2026/1",
        "former_day": day.isoformat(),
        "day": (day - timedelta(days=1)).isoformat(),
    }


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Scrivi la data che il protocollo ha dato con il numero."),
        (str(date.today() + timedelta(days=2)), "La data di protocollo non può essere nel futuro."),
        (str(date.today() - timedelta(days=2)), "il protocollo non può essere di prima."),
        ("31 febbraio", "Inserisci una data valida."),
    ],
)
def test_a_day_that_the_register_cannot_have_given_is_refused_and_stays(
    django_app: DjangoTestApp, reviewer: User, submission: Submission, day: str, sentence: str
) -> None:
    form = shown(django_app, reviewer, submission)
    form["protocol_number"], form["protocol_date"] = "2026/1", day

    refused = form.submit(status=400)

    assert sentence in refused.text
    assert refused.forms["protocol"]["protocol_date"].value == day
    assert refused.forms["protocol"]["protocol_number"].value == "2026/1"
    assert number_of(submission) == ""
    assert entries() == []


def test_paper_may_have_been_registered_before_the_day_it_counts_from(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    Submission.objects.filter(pk=submission.pk).update(channel=Channel.PAPER)
    form = shown(django_app, reviewer, submission)
    day = timezone.localdate() - timedelta(days=3)
    form["protocol_number"], form["protocol_date"] = "2026/1", day.isoformat()
    form.submit(status=302)

    assert Submission.objects.get(pk=submission.pk).protocol == ProtocolNumber("2026/1", day)


def test_a_day_without_a_number_is_no_registration(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    form = shown(django_app, reviewer, submission)
    assert form["protocol_date"].value
    form.submit(status=302)

    assert Submission.objects.get(pk=submission.pk).protocol == NO_NUMBER
    assert entries() == []
    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=submission.pk).update(protocol_date=timezone.localdate())


def test_a_number_without_its_day_from_before_days_were_kept_is_shown_as_it_is(
    django_app: DjangoTestApp, reviewer: User, submission: Submission
) -> None:
    protocol.register(submission.pk, ProtocolNumber("2026/1"), reviewer)
    form = shown(django_app, reviewer, submission)
    assert form["protocol_date"].value == ""
    form.submit(status=302)
    assert len(entries()) == 1

    # To add its day replaces nothing.
    form["protocol_date"] = timezone.localdate().isoformat()
    form.submit(status=302)

    assert entries()[-1]["day"] == timezone.localdate().isoformat()


def test_a_colleague_who_writes_another_day_meanwhile_is_told_of(
    django_app: DjangoTestApp, page: CallPage, reviewer: User, submission: Submission
) -> None:
    form = shown(django_app, reviewer, submission)
    form["protocol_number"] = "2026/1"
    protocol.register(submission.pk, ProtocolNumber("2026/1"), committee_member(page))

    conflict = form.submit(status=409)

    assert "Nel frattempo è stato registrato il numero 2026/1" in conflict.text
    assert conflict.forms["protocol"]["protocol_date"].value == f"{timezone.localdate():%d/%m/%Y}"
