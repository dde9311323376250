"""What “Partecipa” shows of each of its lists: the first on its front, one of them whole at its address."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page

from tests.candidature.factories import CallPageFactory, participation_index
from tests.home.factories import make_home
from tests.portal.pages.visits import visit

pytestmark = pytest.mark.django_db

OPEN, UPCOMING, OVER = (-2, 5), (5, 9), (-9, -5)


@pytest.fixture
def participation() -> Page:
    return participation_index(make_home())


def calls(participation: Page, window: tuple[int, int], name: str, how_many: int) -> None:
    """Calls that are open between these days from now, the one of a higher number a minute later."""
    for number in range(how_many):
        opens, closes = (timezone.now() + timedelta(days=day, minutes=number) for day in window)
        CallPageFactory.create(
            parent=participation, title=f"{name} {number}", opens_at=opens, closes_at=closes
        )


def blocks(page: Page, query: str = "") -> dict[str, Any]:
    """The lists that are shown, by what names each."""
    html: Any = BeautifulSoup(visit(page, query).content, "html.parser")
    return {one["aria-labelledby"]: one for one in html.select("main section[aria-labelledby]")}


def titles(block: Any) -> list[str]:
    return [one.get_text(strip=True) for one in block.select(".it-card-title a")]


@pytest.mark.parametrize(
    ("window", "name", "first", "words"),
    [
        (UPCOMING, "prossimi", range(6), "Tutto ciò che si aprirà (7)"),
        # Latest first.
        (OVER, "conclusi", range(6, 0, -1), "Tutto ciò che si è concluso (7)"),
    ],
    ids=["prossimi", "conclusi"],
)
def test_the_front_shows_six_of_what_is_not_open_and_leads_to_the_rest(
    participation: Page, window: tuple[int, int], name: str, first: range, words: str
) -> None:
    calls(participation, window, "Avviso", 7)

    shown = blocks(participation)

    assert set(shown) >= {"aperti", name}
    assert titles(shown[name]) == [f"Avviso {number}" for number in first]
    leads = shown[name].select_one(".section-head a")
    assert (leads["href"], leads.get_text(strip=True)) == (f"?stato={name}", words)


@pytest.mark.parametrize("name", ["aperti", "prossimi", "conclusi"])
def test_a_page_of_one_list_shows_nothing_of_the_others(participation: Page, name: str) -> None:
    windows = {"aperti": OPEN, "prossimi": UPCOMING, "conclusi": OVER}
    for other, window in windows.items():
        calls(participation, window, other, 13 if other == name else 1)

    second = blocks(participation, f"?stato={name}&p=2")

    assert list(second) == [name]
    assert titles(second[name]) == [f"{name} {0 if name == 'conclusi' else 12}"]
