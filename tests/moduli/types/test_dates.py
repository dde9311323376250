"""Dates, within limits and of birth."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from tests.moduli.builders import answer, ask, error_of


@pytest.fixture
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes it the given day."""
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda: datetime.date.fromisoformat(day))


@pytest.mark.parametrize("typed", ["2000-12-31", "31/12/2000", "31-12-2000", "31.12.2000", " 31/12/2000 "])
def test_a_date_is_read_as_the_browser_sends_it_and_as_people_write_it(typed: str) -> None:
    assert answer(ask("date"), typed).answers() == {"a": "2000-12-31"}


@pytest.mark.parametrize("typed", ["31/02/2000", "ieri", "12/31/2000", "0000-00-00", "99999-01-01"])
def test_a_date_that_does_not_exist_is_refused(typed: str) -> None:
    assert error_of(ask("date"), typed) == "Scrivi una data che esiste, per esempio 31/12/2000."


def test_a_date_must_stay_within_its_limits() -> None:
    question = ask("date", earliest="2026-01-10", latest="2026-01-20")
    assert error_of(question, "09/01/2026") == "La prima data ammessa è 10 gennaio 2026."
    assert error_of(question, "21/01/2026") == "L’ultima data ammessa è 20 gennaio 2026."
    assert error_of(question, "10/01/2026") == error_of(question, "20/01/2026") == ""


@pytest.mark.parametrize(
    ("today", "born", "is_old_enough"),
    [
        ("2026-03-01", "2010-03-01", True),
        ("2026-03-01", "2010-03-02", False),
        ("2026-03-01", "2010-02-28", True),
        ("2026-03-31", "2010-04-01", False),
        ("2026-12-31", "2011-01-01", False),
        # Born on the 29th of February: years are completed on the first of March.
        ("2026-02-28", "2008-02-29", True),
        ("2024-02-28", "2008-02-29", False),
        ("2024-02-29", "2008-02-29", True),
    ],
)
def test_a_date_of_birth_asks_for_the_age_completed_today(
    on_a_day: Any, today: str, born: str, is_old_enough: bool
) -> None:
    on_a_day(today)
    said = error_of(ask("date", minimum_age=16), born)
    assert said == ("" if is_old_enough else "Occorre avere compiuto 16 anni.")


def test_nobody_is_born_tomorrow(on_a_day: Any) -> None:
    on_a_day("2026-03-01")
    assert error_of(ask("date", minimum_age=0), "2026-03-01") == ""
    assert (
        error_of(ask("date", minimum_age=0), "2026-03-02") == "Una data di nascita non può essere nel futuro."
    )
    # Any other date may be.
    assert error_of(ask("date"), "2026-03-02") == ""


def test_only_a_date_of_birth_is_filled_in_by_the_browser() -> None:
    assert answer(ask("date", minimum_age=0)).fields["q-a"].widget.attrs["autocomplete"] == "bday"
    assert "autocomplete" not in answer(ask("date")).fields["q-a"].widget.attrs
