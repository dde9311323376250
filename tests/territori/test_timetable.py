"""The phases of a path as a drawing."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Site

from territori.models import PathPage, Phase, Precision, TimelineEntry
from territori.paths.drawing import LABEL, MOST_TICKS, WIDTH, Timetable, timetable
from tests.portal.pages.visits import visit
from tests.territori.factories import PathPageFactory

TODAY = date(2026, 5, 20)


def drawn(*phases: Phase, today: date = TODAY) -> Timetable | None:
    return timetable([TimelineEntry(one, one.state(today)) for one in phases], today)


def phase(start: date | None, end: date | None = None, **fields: Any) -> Phase:
    return Phase(title="Fase", start=start, end=end, **fields)


def test_bars_stand_in_proportion_to_their_days() -> None:
    drawing = drawn(phase(date(2026, 5, 1), date(2026, 5, 31)), phase(date(2026, 6, 1), date(2026, 6, 30)))
    assert drawing
    may, june = drawing.bars
    assert float(may.x) == 0
    assert float(june.x) + float(june.width) == pytest.approx(WIDTH, abs=0.2)
    assert float(may.width) / float(june.width) == pytest.approx(31 / 30, abs=0.01)
    assert june.y > may.y
    assert float(drawing.today) == pytest.approx(WIDTH * 19 / 61, abs=0.1)
    assert [tick.label for tick in drawing.ticks] == ["mag 2026", "giu 2026"]


def test_a_month_fills_the_month_and_an_unknown_end_is_drawn_as_open() -> None:
    drawing = drawn(
        phase(date(2026, 5, 14), start_precision=Precision.MONTH, end_precision=Precision.UNKNOWN),
        phase(date(2026, 6, 1), date(2026, 6, 1), end_precision=Precision.MONTH),
    )
    assert drawing
    assert [(bar.x, bar.is_open) for bar in drawing.bars] == [("0.0", True), ("183.0", False)]
    assert float(drawing.bars[0].width) == pytest.approx(WIDTH * 31 / 61, abs=0.1)
    assert [bar.dashes for bar in drawing.bars] == ["4 3", "none"]
    assert float(drawing.bars[1].width) == pytest.approx(WIDTH * 30 / 61, abs=0.1)


def test_what_has_no_date_is_left_to_the_list_and_keeps_its_number() -> None:
    drawing = drawn(phase(date(2026, 5, 1)), phase(None), phase(date(2026, 6, 1)))
    assert drawing
    assert [bar.number for bar in drawing.bars] == [1, 3]
    assert drawn(phase(date(2026, 5, 1)), phase(None)) is None
    assert drawn() is None


def test_today_has_a_line_only_within_the_months_drawn() -> None:
    both = phase(date(2026, 5, 3), date(2026, 5, 4)), phase(date(2026, 6, 3), date(2026, 6, 4))
    for today, shown in (
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ):
        drawing = drawn(*both, today=today)
        assert drawing
        assert bool(drawing.today) is shown


@pytest.mark.parametrize("months", [2, 3, 5, 6, 7, 9, 13, 14, 20, 29, 31, 37, 60, 62, 109, 480, 2400])
def test_the_months_below_never_crowd(months: int) -> None:
    for first in range(1, 13):
        last = date(2026 + (first + months - 2) // 12, (first + months - 2) % 12 + 1, 1)
        drawing = drawn(phase(date(2026, first, 1)), phase(last))
        assert drawing
        assert 1 <= len(drawing.ticks) <= MOST_TICKS
        begins = [float(tick.x) for tick in drawing.ticks]
        # The edge is where the name after the last would begin.
        assert all(after - before >= LABEL for before, after in pairwise([*begins, WIDTH]))


def test_a_year_stands_at_its_january() -> None:
    drawing = drawn(phase(date(2026, 7, 1)), phase(date(2029, 12, 1)))
    assert drawing
    assert [tick.label for tick in drawing.ticks] == ["2027", "2028", "2029"]
    assert float(drawing.ticks[0].x) == pytest.approx(WIDTH * 184 / 1280, abs=0.1)


def test_a_year_that_nobody_meant_is_refused() -> None:
    for name in ("start", "end"):
        with pytest.raises(ValidationError, match="9999") as refused:
            phase(**{"start": date(2026, 1, 1), "end": date(2026, 2, 1), name: date(9999, 12, 31)}).clean()
        assert set(refused.value.message_dict) == {name}


@pytest.mark.django_db
def test_the_page_draws_what_its_list_says_and_numbers_both() -> None:
    today = timezone.localdate()
    page: PathPage = PathPageFactory.create(parent=Site.objects.get().root_page)
    page.phases = [
        Phase(
            title=title,
            start=today + timedelta(days=first),
            end=today + timedelta(days=last),
            sort_order=place,
        )
        for place, (title, first, last) in enumerate((("Ascolto & dialogo", -90, -40), ("Laboratori", -5, 5)))
    ]
    page.save()
    html: Any = BeautifulSoup(visit(page).content, "html.parser")
    assert [one.get_text() for one in html.select(".timetable g title")] == [
        "1. Ascolto & dialogo",
        "2. Laboratori",
    ]
    assert len(html.select(".timetable .timetable-current")) == 1
    assert len(html.select(".timetable .timetable-over")) == 1
    assert html.select_one(".timetable svg[role=img]")["aria-label"]
    assert len(html.select(".phase-list.is-numbered > li")) == 2
    page.phases = [Phase(title="Una sola", start=today)]
    page.save()
    alone: Any = BeautifulSoup(visit(page).content, "html.parser")
    assert not alone.select(".timetable")
    assert not alone.select(".is-numbered")
