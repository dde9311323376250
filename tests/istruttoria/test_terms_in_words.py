"""How the lists of the review tell by when something is owed, and since when it stands still."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from candidature.models import Submission
from candidature.statuses import Status
from istruttoria.queue.words import pause, work_term

NOW = datetime(2026, 6, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 7, 8), "da valutare entro l’8 luglio 2026"),
        (date(2026, 7, 9), "da valutare entro il 9 luglio 2026"),
    ],
)
def test_the_day_of_a_colleague_has_its_article(day: date, said: str) -> None:
    term = work_term(Submission(work_by=day, assigned_to_id=1, status=Status.RECEIVED), NOW)
    assert term is not None
    assert (term.words, term.in_column) == (said, said)


@pytest.mark.parametrize(
    ("begun", "said"),
    [
        (date(2026, 6, 11), "risposta in pausa dall’11 giu: entro lun 20 lug"),
        (date(2026, 6, 7), "risposta in pausa dal 7 giu: entro lun 20 lug"),
        (date(2025, 12, 31), "risposta in pausa dal 31 dic 2025: entro lun 20 lug"),
    ],
)
def test_the_first_day_of_a_pause_has_its_article(begun: date, said: str) -> None:
    paused = Submission(
        status=Status.NEEDS_INFO,
        respond_by=date(2026, 7, 20),
        suspended_on=begun,
        suspended_until=NOW.date() + timedelta(days=9),
    )
    assert pause(paused, NOW) == said


def test_in_english_days_and_months_keep_their_capital() -> None:
    with override("en"):
        paused = Submission(
            status=Status.NEEDS_INFO,
            respond_by=date(2026, 7, 20),
            suspended_on=date(2026, 6, 11),
            suspended_until=NOW.date() + timedelta(days=9),
        )
        said = pause(paused, NOW)

    assert "11 Jun" in said
    assert "Mon 20 Jul" in said
