"""On which days a resource is open: around midnight, on holidays, while closed; asked of one and of all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.italian.holidays import is_holiday
from territori.models import Closure, OpeningHours, ResourcePage
from territori.resources.kinds import Audience
from territori.resources.week import Weekday, days_in_words, times_in_words
from territori.resources.when_open import open_on
from tests.home.factories import make_home
from tests.territori.factories import ResourcePageFactory

pytestmark = pytest.mark.django_db

# None of them, nor the days around them, is a holiday.
MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 8)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def resource() -> ResourcePage:
    page: ResourcePage = ResourcePageFactory.create(parent=make_home())
    return page


def opens(page: ResourcePage, days: str, start: time, end: time) -> None:
    OpeningHours.objects.create(page=page, days=days, opens=start, closes=end)


def on(page: ResourcePage, day: date) -> str:
    """What the page would say that day; the list is held to the same."""
    words: str = ResourcePage.objects.get(pk=page.pk).timetable.words_on(day)
    assert ResourcePage.objects.filter(open_on(day), pk=page.pk).exists() == bool(words)
    return words


def test_it_is_open_on_its_days_and_says_its_hours_in_their_order(resource: ResourcePage) -> None:
    opens(resource, "lun mer", time(15), time(18))
    opens(resource, "lun", time(9), time(13, 30))

    assert on(resource, MONDAY) == "dalle 09:00 alle 13:30, dalle 15:00 alle 18:00"
    assert on(resource, TUESDAY) == ""
    assert on(resource, MONDAY + timedelta(days=2)) == "dalle 15:00 alle 18:00"
    assert on(resource, SUNDAY) == ""


def test_hours_past_midnight_are_of_the_next_day_too(resource: ResourcePage) -> None:
    opens(resource, "dom", time(20), time(8))

    assert on(resource, SUNDAY) == "dalle 20:00 alle 08:00 del giorno dopo"
    assert on(resource, SUNDAY + timedelta(days=1)) == "fino alle 08:00"
    assert on(resource, SUNDAY + timedelta(days=2)) == ""
    assert on(resource, SUNDAY - timedelta(days=1)) == ""


@pytest.mark.parametrize("start", [time(0), time(20)])
def test_what_closes_at_midnight_ends_with_its_day(resource: ResourcePage, start: time) -> None:
    opens(resource, "lun", start, time(0))

    assert on(resource, MONDAY)
    assert on(resource, TUESDAY) == ""


def test_a_round_of_the_clock_that_does_not_begin_at_midnight_reaches_into_the_next_day(
    resource: ResourcePage,
) -> None:
    opens(resource, "lun", time(9), time(9))

    assert on(resource, MONDAY) == "24 ore su 24"
    assert on(resource, TUESDAY) == "fino alle 09:00"


@pytest.mark.parametrize(
    ("hour", "words"), [(8, "24 ore su 24"), (7, "24 ore su 24"), (9, "fino alle 08:00, 24 ore su 24")]
)
def test_no_end_is_told_of_what_goes_on(resource: ResourcePage, hour: int, words: str) -> None:
    opens(resource, "lun", time(8), time(8))
    opens(resource, "mar", time(hour), time(hour))

    assert on(resource, TUESDAY) == words


def test_a_closure_takes_away_the_hours_of_its_days_and_leaves_those_of_the_eve(
    resource: ResourcePage,
) -> None:
    opens(resource, "lun mar mer gio", time(20), time(8))
    Closure.objects.create(page=resource, first_day=TUESDAY, last_day=TUESDAY + timedelta(days=1))

    assert on(resource, MONDAY) == "dalle 20:00 alle 08:00 del giorno dopo"
    assert on(resource, TUESDAY) == "fino alle 08:00"
    assert on(resource, TUESDAY + timedelta(days=1)) == ""
    assert on(resource, TUESDAY + timedelta(days=2)) == "dalle 20:00 alle 08:00 del giorno dopo"


def test_a_closure_without_an_end_is_of_one_day(resource: ResourcePage) -> None:
    opens(resource, "lun mar", time(9), time(13))
    Closure.objects.create(page=resource, first_day=MONDAY)

    assert on(resource, MONDAY) == ""
    assert on(resource, TUESDAY) == "dalle 09:00 alle 13:00"


def test_a_half_written_closure_closes_nothing(resource: ResourcePage) -> None:
    opens(resource, "lun", time(9), time(13))
    Closure.objects.create(page=resource, first_day=None, last_day=MONDAY)

    assert on(resource, MONDAY)


def test_half_written_hours_open_nothing(resource: ResourcePage) -> None:
    OpeningHours.objects.create(page=resource, days="lun", opens=time(9))
    OpeningHours.objects.create(page=resource, days="lun", closes=time(9))
    OpeningHours.objects.create(page=resource, days=" ", opens=time(9), closes=time(10))

    assert [on(resource, MONDAY), on(resource, TUESDAY)] == ["", ""]
    assert ResourcePage.objects.get().timetable.hours == ()


def test_on_holidays_only_what_is_open_on_them_is_open(resource: ResourcePage) -> None:
    christmas = date(2026, 12, 25)
    opens(resource, Weekday.of(christmas).value, time(9), time(13))
    assert on(resource, christmas) == ""

    ResourcePage.objects.update(closed_on_holidays=False)

    assert on(resource, christmas) == "dalle 09:00 alle 13:00"


def test_the_night_before_a_holiday_ends_on_it(resource: ResourcePage) -> None:
    opens(resource, Weekday.of(date(2026, 12, 24)).value, time(20), time(8))

    assert on(resource, date(2026, 12, 25)) == "fino alle 08:00"


def test_of_one_and_of_all_the_same_is_said_on_every_day_of_a_year(resource: ResourcePage) -> None:
    opens(resource, "mar gio dom", time(9), time(13))
    opens(resource, "ven sab", time(22), time(2))
    Closure.objects.create(page=resource, first_day=date(2026, 8, 8), last_day=date(2026, 8, 23))
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]

    said = [on(resource, day) for day in days]

    # Of five days a week: the night of Saturday reaches into Sunday, which has hours of its own.
    assert 200 < sum(map(bool, said)) < 5 * 53


def test_the_day_is_that_of_rome(resource: ResourcePage, monkeypatch: pytest.MonkeyPatch) -> None:
    opens(resource, "mar", time(9), time(13))
    late = datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC)

    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert resource.today == ""
    # A second later it is Tuesday in Rome, and Monday in London.
    monkeypatch.setattr("django.utils.timezone.now", lambda: late + timedelta(seconds=1))
    assert resource.today == "dalle 09:00 alle 13:00"


def test_closures_are_told_until_they_are_over_the_next_one_first(resource: ResourcePage) -> None:
    late = Closure.objects.create(page=resource, first_day=date(2026, 12, 1))
    Closure.objects.create(page=resource, first_day=date(2026, 2, 1), last_day=date(2026, 3, 1))
    soon = Closure.objects.create(page=resource, first_day=date(2026, 2, 1), last_day=MONDAY)
    Closure.objects.create(page=resource, first_day=None)

    assert resource.timetable.closures_from(MONDAY) == [soon, late]
    assert [str(soon), str(late)] == ["dal 1º febbraio 2026 al 2 marzo 2026", "1 dicembre 2026"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("lun mar mer gio ven", "da lunedì a venerdì"),
        ("ven lun", "lunedì, venerdì"),
        ("lun mar", "lunedì, martedì"),
        ("lun mer gio", "lunedì, mercoledì, giovedì"),
        ("dom sab ven gio mer mar lun", "tutti i giorni"),
        ("dom", "domenica"),
        ("ieri", ""),
        ("", ""),
    ],
)
def test_days_are_said_as_people_say_them(days: str, words: str) -> None:
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (time(9), time(13, 5), "dalle 09:00 alle 13:05"),
        (time(20), time(8), "dalle 20:00 alle 08:00 del giorno dopo"),
        (time(20), time(0), "dalle 20:00 alle 00:00"),
        (time(0), time(0), "24 ore su 24"),
    ],
)
def test_times_are_said_as_people_say_them(start: time, end: time, words: str) -> None:
    assert times_in_words(start, end) == words


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2024, 4, 1), True),
        (date(2025, 4, 21), True),
        (date(2026, 4, 5), True),
        (date(2026, 4, 6), True),
        (date(2026, 4, 7), False),
        (date(2038, 4, 26), True),
        (date(2026, 4, 25), True),
        (date(2026, 6, 2), True),
        (date(2025, 10, 4), False),
        (date(2026, 10, 4), True),
        (date(2026, 12, 24), False),
        (date(2026, 12, 26), True),
    ],
)
def test_public_holidays_are_those_of_the_law(day: date, holiday: bool) -> None:
    assert is_holiday(day) is holiday


@pytest.mark.parametrize("of", [Audience, Weekday])
def test_no_word_of_a_list_is_part_of_another(of: type[Audience] | type[Weekday]) -> None:
    values = list(of.values)
    assert not [(one, other) for one in values for other in values if one != other and one in other]
