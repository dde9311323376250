"""No letter leaves on a public holiday, and the one after it tells of all since the working day before."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from candidature.models import CallPage
from istruttoria.reminding import telling
from portal.italian.holidays import is_working_day, working_day_before
from portal.models import OutboxMessage, User
from tests.candidature.factories import CallPageFactory, submitted
from tests.istruttoria.people import committee_member


def at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 8))


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 12, 2), date(2026, 12, 1)),
        # The Immaculate Conception, on a Tuesday.
        (date(2026, 12, 9), date(2026, 12, 7)),
        # Christmas on a Friday, Saint Stephen on a Saturday.
        (date(2026, 12, 28), date(2026, 12, 24)),
        # After Easter Monday.
        (date(2027, 3, 30), date(2027, 3, 26)),
        (date(2027, 3, 29), date(2027, 3, 26)),
        (date(2026, 11, 30), date(2026, 11, 27)),
    ],
)
def test_the_working_day_before_is_no_holiday(day: date, before: date) -> None:
    assert working_day_before(day) == before
    assert is_working_day(before)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2027, 3, 29), date(2027, 4, 25), date(2027, 6, 2)])
def test_no_letter_leaves_on_a_holiday(day: date) -> None:
    page: CallPage = CallPageFactory.create()
    committee_member(page)
    submitted(page)
    OutboxMessage.objects.all().delete()

    assert telling.write_due(at(day)) == 0
    after = day + timedelta(days=1)
    while not is_working_day(after):
        after += timedelta(days=1)
    assert telling.write_due(at(after)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "since", "said"),
    [
        (date(2026, 12, 2), date(2026, 12, 1), "ieri"),
        (date(2026, 11, 30), date(2026, 11, 27), "venerdì"),
        (date(2027, 3, 30), date(2027, 3, 26), "venerdì"),
        (date(2026, 12, 28), date(2026, 12, 24), "giovedì"),
    ],
)
def test_what_was_given_is_told_since_the_working_day_before(
    monkeypatch: pytest.MonkeyPatch, day: date, since: date, said: str
) -> None:
    page: CallPage = CallPageFactory.create()
    user = committee_member(page)
    submission = submitted(page)
    type(submission).objects.filter(pk=submission.pk).update(assigned_to=user)
    asked = []

    def given(_account: User, moment: datetime) -> list[int]:
        asked.append(moment)
        return [submission.pk]

    monkeypatch.setattr(telling, "_given_since", given)
    OutboxMessage.objects.all().delete()

    telling.write_due(at(day))

    assert asked == [at(since)]
    assert f"Assegnate a te da {said}: 1" in str(OutboxMessage.objects.get().body)
