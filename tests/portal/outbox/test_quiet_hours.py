"""No letter that nobody waits for leaves in quiet hours, however late it comes to its turn."""

from datetime import UTC, datetime, time, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.outbox.quiet_hours import QuietHours, is_time

ROME = ZoneInfo("Europe/Rome")
NIGHT = QuietHours(time(21), time(8))
NOON = QuietHours(time(12), time(14))


def rome(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=ROME)


@pytest.mark.parametrize(
    ("quiet", "at", "covered"),
    [
        (NIGHT, rome(2, 20, 59), False),
        (NIGHT, rome(2, 21), True),
        (NIGHT, rome(3, 0), True),
        (NIGHT, rome(3, 7, 59), True),
        (NIGHT, rome(3, 8), False),
        (NOON, rome(2, 11, 59), False),
        (NOON, rome(2, 12), True),
        (NOON, rome(2, 14), False),
    ],
)
def test_the_first_hour_is_quiet_and_the_last_is_not(quiet: QuietHours, at: datetime, covered: bool) -> None:
    assert quiet.cover(at) is covered


def test_they_end_on_the_next_morning_by_the_clock_on_the_wall() -> None:
    """On 28 March 2027 clocks skip from two to three."""
    assert NIGHT.end_after(rome(2, 22)) == rome(3, 8)
    assert NIGHT.end_after(rome(3, 7)) == rome(3, 8)
    assert NIGHT.end_after(rome(27, 22)) == rome(28, 8)
    assert NIGHT.begin_before(rome(3, 5)) == rome(2, 21)
    assert NIGHT.begin_before(rome(2, 21)) == rome(2, 21)


@pytest.mark.parametrize(
    ("closing", "now", "due"),
    [
        # Three hours before noon: by day, as ever.
        (rome(3, 12), rome(3, 8, 59), False),
        (rome(3, 12), rome(3, 9), True),
        (rome(3, 12), rome(3, 11, 40), False),
        # Before eight in the morning all of it is quiet: it leaves in the evening before, and only then.
        (rome(3, 8), rome(2, 19, 59), False),
        (rome(3, 8), rome(2, 20), True),
        (rome(3, 8), rome(2, 21), False),
        (rome(3, 8), rome(3, 6), False),
        # Of what begins in the night, the part in the morning is left.
        (rome(3, 10), rome(3, 7, 30), False),
        (rome(3, 10), rome(3, 8), True),
        (rome(3, 10), rome(2, 20, 30), False),
    ],
)
def test_a_reminder_three_hours_before_waits_for_the_morning_or_leaves_before_the_night(
    closing: datetime, now: datetime, due: bool
) -> None:
    first, last = closing - timedelta(hours=3), closing - timedelta(minutes=20)

    assert is_time(NIGHT, first, last, now) is due


@pytest.mark.django_db
def test_what_waited_for_a_mail_server_waits_for_the_morning_and_an_answer_does_not() -> None:
    letters = [
        outbox.message(key="r", recipient="ada@example.org", subject="Promemoria", body="Testo", quiet=NIGHT),
        outbox.message(key="a", recipient="ada@example.org", subject="Ricevuta", body="Testo"),
    ]
    for letter in letters:
        letter.next_attempt_at = rome(2, 20)
    outbox.enqueue_many(letters)

    sent_at_night = delivered(rome(2, 22))
    reminder = OutboxMessage.objects.get(key="r")

    assert sent_at_night == ["Ricevuta"]
    assert (reminder.next_attempt_at, reminder.attempts) == (rome(3, 8), 0)
    assert delivered(rome(3, 7, 59)) == []
    assert delivered(rome(3, 8)) == ["Promemoria"]


def delivered(at: datetime) -> list[str]:
    mail.outbox.clear()
    with mock.patch("django.utils.timezone.now", return_value=at):
        outbox.deliver_due()
    return [str(letter.subject) for letter in mail.outbox]


def test_in_the_hour_that_clocks_show_twice_they_end_after_now() -> None:
    # 25 October 2026, 2.10 the second time.
    now = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)

    ends = QuietHours(time(22), time(2, 30)).end_after(now)

    assert ends.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
