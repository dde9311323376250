"""The last day on which a submission is kept: by the page's present dates, and never while work is open."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidature.actors import APPLICANT, Actor
from candidature.models import FollowLink, LogEntry, Submission
from candidature.pages.participation import ParticipationPage
from candidature.privacy import erasure_day, retention
from candidature.privacy.erasure_day import TIME_TO_READ, add_months
from candidature.process import workflow
from candidature.statuses import OPEN_STATUSES, Status
from eventi.models import EventPage, Seat
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.privacy.tokens import digest, new_token
from tests.candidature.factories import CallPageFactory, EventPageFactory, overseer, submitted

pytestmark = pytest.mark.django_db


def rome(*moment: Any) -> Any:
    return timezone.make_aware(datetime(*moment))


def concluded(
    page: ParticipationPage, status: Any = Status.REJECTED, on: Any = None, sent: Any = None
) -> Any:
    """A submission whose outcome, unless told otherwise, was known long ago."""
    submission = submitted(page)
    long_ago = rome(2020, 1, 1, 12)
    Submission.objects.filter(pk=submission.pk).update(
        status=status, updated_at=on or long_ago, submitted_at=sent or long_ago
    )
    Seat.objects.filter(submission=submission).delete()
    submission.refresh_from_db()
    return submission


def close(page: ParticipationPage, **dates: Any) -> None:
    type(page).objects.filter(pk=page.pk).update(**dates)
    page.refresh_from_db()


def erased(today: Any) -> Any:
    """The references that go on a day."""
    before = set(Submission.objects.values_list("reference", flat=True))
    retention.erase_due(today)
    return before - set(Submission.objects.values_list("reference", flat=True))


def last_day(submission: Submission) -> Any:
    """As of now: the page is read afresh."""
    afresh = Submission.objects.get(pk=submission.pk)
    return erasure_day.term_of(afresh, afresh.page.specific).day


def test_a_call_extended_by_120_days_loses_nothing_while_it_is_open() -> None:
    page = CallPageFactory.create(retention_months=1)
    submission = concluded(page, Status.WITHDRAWN)
    first_day = last_day(submission)
    close(page, closes_at=page.closes_at + timedelta(days=120))

    assert erased(first_day + timedelta(days=1)) == set()
    assert erased(timezone.localtime(page.closes_at).date()) == set()
    assert last_day(submission) == add_months(timezone.localtime(page.closes_at).date(), 1)


@pytest.mark.parametrize("status", sorted(OPEN_STATUSES))
def test_work_that_is_open_is_never_taken_however_late(status: Any) -> None:
    page = CallPageFactory.create(retention_months=1)
    submission = concluded(page, status)
    close(page, closes_at=rome(2020, 1, 1, 12))

    assert erased(date(2100, 1, 1)) == set()
    assert erasure_day.term_of(submission, page).is_open


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN_STATUSES))
def test_what_is_concluded_goes_on_the_day_after_its_last(status: Any) -> None:
    page = CallPageFactory.create(retention_months=1)
    submission = concluded(page, status)
    close(page, closes_at=rome(2026, 3, 31, 23, 59))

    assert last_day(submission) == date(2026, 4, 30)
    # Neither simulated nor done: what is found is looked at again before it goes.
    assert not erasure_day.due(last_day(submission)).exists()
    assert erased(last_day(submission)) == set()
    assert erased(last_day(submission) + timedelta(days=1)) == {submission.reference}


def test_an_event_counts_from_its_end_when_that_is_later_than_the_closing() -> None:
    page = EventPageFactory.create(retention_months=2)
    submission = concluded(page)
    close(page, closes_at=rome(2026, 1, 10, 12), starts_at=rome(2026, 6, 5, 9), ends_at=rome(2026, 6, 7, 18))

    assert last_day(submission) == date(2026, 8, 7)
    assert erased(date(2026, 8, 7)) == set()
    assert erased(date(2026, 8, 8)) == {submission.reference}


def test_an_event_without_an_end_counts_from_its_beginning() -> None:
    page = EventPageFactory.create(retention_months=2)
    close(page, closes_at=rome(2026, 1, 10, 12), starts_at=rome(2026, 6, 5, 9), ends_at=None)

    assert page.ends_on == date(2026, 6, 5)


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.RESERVE])
def test_whoever_is_expected_stays_until_the_day_of_the_event_is_set(status: Status) -> None:
    page = EventPageFactory.create(retention_months=1)
    submission = concluded(page, status)
    close(page, closes_at=rome(2026, 1, 10, 12), starts_at=None, ends_at=None)
    later = date(2027, 6, 1)

    assert erasure_day.term_of(submission, EventPage.objects.get(pk=page.pk)).is_open
    assert not erasure_day.due(later).exists()
    assert erased(later) == set()
    [forecast] = erasure_day.forecast(erasure_day.answered_pages(), later)
    assert forecast.why is erasure_day.Why.OPEN

    close(page, closes_at=rome(2026, 1, 10, 12), starts_at=rome(2026, 6, 5, 9), ends_at=None)
    assert last_day(submission) == date(2026, 7, 5)
    assert erased(later) == {submission.reference}


@pytest.mark.parametrize("ended", [{"cancelled": True}, {"concluded": True, "closes_at": None}])
def test_of_an_event_without_a_day_that_ended_nobody_is_kept_for_ever(ended: dict[str, Any]) -> None:
    page = EventPageFactory.create(retention_months=1)
    submission = concluded(page, Status.ACCEPTED)
    close(page, **{"closes_at": rome(2026, 1, 10, 12), "starts_at": None, "ends_at": None, **ended})

    assert erased(date(2027, 6, 1)) == {submission.reference}


def test_who_left_an_event_without_a_day_is_not_kept_for_it() -> None:
    page = EventPageFactory.create(retention_months=1)
    submission = concluded(page, Status.WITHDRAWN)
    close(page, closes_at=rome(2026, 1, 10, 12), starts_at=None, ends_at=None)

    assert erased(date(2027, 6, 1)) == {submission.reference}


def test_changing_the_months_moves_the_day_of_what_was_already_sent() -> None:
    page = CallPageFactory.create(retention_months=6)
    submission = concluded(page)
    close(page, retention_months=9)

    assert last_day(submission) == add_months(timezone.localtime(page.closes_at).date(), 9)
    assert erased(add_months(timezone.localtime(page.closes_at).date(), 6) + timedelta(days=1)) == set()


def test_where_the_page_tells_no_end_the_months_count_from_each_sending() -> None:
    page = CallPageFactory.create(retention_months=1)
    early = concluded(page, sent=rome(2026, 1, 30, 9))
    late = concluded(page, sent=rome(2026, 2, 1, 0, 0, 1))
    close(page, opens_at=None, closes_at=None, concluded=True)
    Submission.objects.update(updated_at=rome(2020, 1, 1))

    assert erased(date(2026, 2, 28)) == set()
    assert erased(date(2026, 3, 1)) == {early.reference}
    assert erased(date(2026, 3, 2)) == {late.reference}


def test_where_one_page_tells_no_end_what_came_for_another_still_follows_its_own() -> None:
    """The day of sending counts for the page without an end, and for nobody who answered elsewhere."""
    undated = CallPageFactory.create(retention_months=1)
    gone = concluded(undated, sent=rome(2025, 1, 1))
    close(undated, opens_at=None, closes_at=None, concluded=True)
    dated = CallPageFactory.create(retention_months=1)
    concluded(dated, sent=rome(2025, 1, 1))
    close(dated, closes_at=rome(2026, 3, 10, 12))

    due = erasure_day.due(date(2026, 3, 20))

    assert list(due) == [gone]
    assert f"would erase {gone.reference}" in simulated("--at", "2026-03-20")
    assert "1 would be erased, 1 kept" in simulated("--at", "2026-03-20")


@pytest.mark.parametrize("months", [1, 2, 12, 120])
@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 3, 31)])
def test_the_query_and_the_single_submission_never_disagree(today: date, months: int) -> None:
    """Two ways to ask the same rule: the set that is erased, and the day that people read."""
    page = CallPageFactory.create(retention_months=months)
    close(page, opens_at=None, closes_at=None, concluded=True)
    submission = submitted(CallPageFactory.create())
    for days in range(35):
        sent = rome(2026, 3, 1, 12) - timedelta(days=days)
        for moment in (
            add_months(sent.date(), -months),
            add_months(today, -months) + timedelta(days=days - 17),
        ):
            at = rome(moment.year, moment.month, moment.day, 23, 59, 59)
            Submission.objects.filter(pk=submission.pk).update(
                page=page.pk, status=Status.REJECTED, submitted_at=at, updated_at=rome(2010, 1, 1)
            )
            submission.refresh_from_db()
            is_past = erasure_day.term_of(submission, page).is_past(today)
            assert erasure_day.due(today).exists() == is_past, at


def test_a_late_outcome_can_be_read_for_thirty_days_before_it_goes() -> None:
    page = CallPageFactory.create(retention_months=1)
    submission = submitted(page)
    close(page, closes_at=timezone.now() - timedelta(days=300))
    decided = workflow.transition(
        submission.pk, "reject", Actor.staff(overseer()), expected_version=1, reason="No."
    )
    today = timezone.localdate()

    assert erased(today) == set()
    assert last_day(decided) == today + TIME_TO_READ
    assert erased(today + TIME_TO_READ) == set()
    assert erased(today + TIME_TO_READ + timedelta(days=1)) == {submission.reference}


def test_what_was_reopened_while_erasing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """An officer acts between the search and the lock: the second look must see it."""
    page = CallPageFactory.create(retention_months=1)
    submission = concluded(page)
    close(page, closes_at=rome(2020, 1, 1, 12))
    found = erasure_day.due

    def then_reopened(today: Any) -> Any:
        rows = list(found(today).values_list("pk", flat=True))
        Submission.objects.filter(pk__in=rows).update(status=Status.IN_REVIEW)
        return Submission.objects.filter(pk__in=rows)

    monkeypatch.setattr(erasure_day, "due", then_reopened)

    assert retention.erase_due(timezone.localdate()) == 0
    assert Submission.objects.filter(pk=submission.pk).exists()


def test_finding_what_is_due_costs_the_same_queries_for_one_and_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page, event = (
        CallPageFactory.create(retention_months=1),
        EventPageFactory.create(retention_months=1, capacity=None),
    )
    concluded(page)
    close(page, closes_at=rome(2020, 1, 1, 12))
    close(event, closes_at=rome(2020, 1, 1, 12), starts_at=rome(2020, 2, 1), ends_at=None)
    with django_assert_num_queries(3):
        list(erasure_day.due(timezone.localdate()))
    for number in range(10):
        one = Submission.objects.latest("pk")
        one.pk, one.reference, one.page_id = None, f"CS-{number}", [page.pk, event.pk][number % 2]
        one.save(force_insert=True)
    with django_assert_num_queries(3):
        list(erasure_day.due(timezone.localdate()))


def test_no_letter_leaves_to_somebody_who_was_erased(mailoutbox: list[EmailMessage]) -> None:
    page = CallPageFactory.create(retention_months=1)
    submission = concluded(page)
    close(page, closes_at=rome(2020, 1, 1, 12))
    letter = OutboxMessage.objects.get(related_to=submission.reference)

    assert erased(timezone.localdate()) == {submission.reference}
    # As if a worker, or a restored backup, brought the letter back.
    letter.pk = None
    letter.save(force_insert=True)
    outbox.deliver_due()

    assert mailoutbox == []
    assert not OutboxMessage.objects.filter(related_to=submission.reference).exists()
    assert not FollowLink.objects.exists()


def test_the_applicant_reads_the_day_on_their_page_and_on_the_receipt(client: Client) -> None:
    page = CallPageFactory.create(retention_months=1)
    close(page, closes_at=rome(2031, 1, 31, 12))
    submission = submitted(page)
    token = new_token()
    FollowLink.objects.create(submission=submission, token_hash=digest(token))

    for name in ("follow", "receipt"):
        text = shown(client, name, token)
        assert "28 febbraio 2031" in text
        assert "e comunque finché non è conclusa" in text

    workflow.transition(submission.pk, "withdraw", APPLICANT, expected_version=submission.version)
    assert "e comunque finché non è conclusa" not in shown(client, "follow", token)


def shown(client: Client, name: str, token: str) -> str:
    return client.get(reverse(f"candidature:{name}", args=[token])).content.decode()


def simulated(*arguments: Any) -> Any:
    out = StringIO()
    call_command("erase_due", "--dry-run", *arguments, stdout=out)
    return out.getvalue()


def test_the_simulation_says_what_would_go_and_why_the_rest_stays_and_erases_nothing() -> None:
    page = CallPageFactory.create(title="Avviso vecchio", retention_months=1)
    goes, stays = concluded(page), concluded(page, Status.IN_REVIEW)
    answered = concluded(page, Status.ACCEPTED, on=rome(2026, 12, 20, 9))
    close(page, closes_at=rome(2026, 10, 1, 12))
    concluded(CallPageFactory.create(title="Avviso aperto"))

    text = simulated("--at", "2027-01-01")

    assert f"would erase {goes.reference}" in text
    assert stays.reference not in text
    assert answered.reference not in text
    assert "would keep 1: past its term, but still open (in_review)" in text
    assert "would keep 1: past its term, but answered too short a time ago (accepted)" in text
    assert "would keep 1: within its term (rejected)" in text
    assert "1 months of retention from 2026-10-01: until 2026-11-01" in text
    assert "On 2027-01-01: 1 would be erased, 3 kept. Nothing was changed." in text
    assert Submission.objects.count() == 4
    assert not LogEntry.objects.filter(action="erased").exists()


def test_a_simulation_where_nothing_is_due_says_so() -> None:
    page = CallPageFactory.create(retention_months=1)
    submitted(page)

    assert "0 would be erased, 1 kept" in simulated()
    Submission.objects.all().delete()
    assert "0 would be erased, 0 kept" in simulated()


def test_the_command_erases_what_is_due_today_and_says_how_many() -> None:
    page = CallPageFactory.create(retention_months=1)
    concluded(page)
    close(page, closes_at=rome(2020, 1, 1, 12))
    out = StringIO()

    call_command("erase_due", stdout=out)

    assert out.getvalue() == "Erased: 1.\n"
    assert not Submission.objects.exists()


def test_a_day_to_come_is_only_simulated() -> None:
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("erase_due", "--at", "2030-01-01")
