from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from territori.models import Phase, PhaseState, Precision

TODAY = date(2026, 5, 20)


def phase(start: date | None = None, end: date | None = None, **fields: str) -> Phase:
    return Phase(title="Fase", start=start, end=end, **fields)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (phase(date(2026, 5, 20), date(2026, 5, 20)), PhaseState.CURRENT),
        (phase(date(2026, 5, 21), date(2026, 6, 1)), PhaseState.UPCOMING),
        (phase(date(2026, 5, 1), date(2026, 5, 19)), PhaseState.PAST),
        (phase(date(2026, 5, 20)), PhaseState.CURRENT),
        (phase(date(2026, 5, 1)), PhaseState.STARTED),
        (phase(date(2026, 5, 31), start_precision=Precision.MONTH), PhaseState.CURRENT),
        (
            phase(
                date(2026, 4, 30),
                date(2026, 5, 1),
                start_precision=Precision.MONTH,
                end_precision=Precision.MONTH,
            ),
            PhaseState.CURRENT,
        ),
        (phase(date(2026, 6, 30), start_precision=Precision.MONTH), PhaseState.UPCOMING),
        (phase(), PhaseState.UNDATED),
        (phase(TODAY, TODAY, start_precision=Precision.UNKNOWN), PhaseState.UNDATED),
        (phase(None, date(2026, 6, 1)), PhaseState.UNDATED),
        (phase(None, date(2026, 5, 1)), PhaseState.PAST),
    ],
)
def test_the_state_follows_from_what_is_known_of_the_dates(given: Phase, state: PhaseState) -> None:
    assert given.state(TODAY) is state


def test_a_month_is_shown_as_a_month() -> None:
    given = phase(date(2021, 5, 14), start_precision=Precision.MONTH)
    assert given.start_label == "maggio 2021"


def test_months_are_written_as_the_language_writes_them() -> None:
    given = phase(date(2021, 5, 14), date(2021, 6, 1), end_precision=Precision.MONTH)
    with override("en"):
        assert (given.start_label, given.end_label) == ("14 May 2021", "June 2021")


def test_a_day_is_shown_as_a_day() -> None:
    assert phase(date(2021, 5, 14)).start_label == "14 maggio 2021"


def test_an_unknown_date_is_not_shown_even_if_one_is_typed() -> None:
    assert phase(TODAY, start_precision=Precision.UNKNOWN).start_label == ""


@pytest.mark.parametrize("name", ["start", "end"])
def test_a_date_whose_precision_is_not_known_is_refused_at_its_field_rather_than_hidden(name: str) -> None:
    given = Phase(title="Fase", **{name: TODAY, f"{name}_precision": Precision.UNKNOWN})

    with pytest.raises(ValidationError) as refused:
        given.clean()

    assert list(refused.value.message_dict) == [f"{name}_precision"]
    setattr(given, name, None)
    given.clean()
