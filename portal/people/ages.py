"""How old somebody is on a day."""

from datetime import date


def age_on(born: date, day: date) -> int:
    """Years completed on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The day on which so many years are completed; who was born on 29 February waits for 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
