"""The public holidays of all of Italy, and the working days between them.

The holidays are those of L. 260/1949, L. 54/1977, DPR 792/1985, L. 336/2000 and L. 151/2025.
"""

from datetime import date, timedelta

# Month and day.
_FIXED = {(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)}
_SATURDAY = 5
_SAINT_FRANCIS = (10, 4)
_SAINT_FRANCIS_SINCE = 2026


def is_holiday(day: date) -> bool:
    """Whether a day is one, beside Sundays; that of a town's patron saint is not known here."""
    month_and_day = (day.month, day.day)
    if month_and_day == _SAINT_FRANCIS:
        return day.year >= _SAINT_FRANCIS_SINCE
    return month_and_day in _FIXED or day - easter(day.year) in (timedelta(0), timedelta(days=1))


def is_working_day(day: date) -> bool:
    """Whether offices work: from Monday to Friday but for public holidays."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


def working_day_before(day: date) -> date:
    """The last working day before a day."""
    before = day - timedelta(days=1)
    while not is_working_day(before):
        before -= timedelta(days=1)
    return before


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Nature, 20 April 1876)."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, over = divmod(of_century, 4)
    sunday = (32 + 2 * rest + 2 * leap_years - moon - over) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
