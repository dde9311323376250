"""A day takes the article that is read before its number."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from portal.italian.days import with_article, without_article


@pytest.mark.parametrize(
    ("day", "form", "said"),
    [
        (date(2026, 6, 8), "il", "l’8 giugno 2026"),
        (date(2026, 6, 11), "dal j F", "dall’11 giugno"),
        (date(2026, 7, 1), "il j F Y", "il 1º luglio 2026"),
        (date(2026, 7, 1), "Dal j F Y, H:i", "Dal 1º luglio 2026, 00:00"),
        (date(2026, 6, 8), "Il j F Y", "L’8 giugno 2026"),
        (date(2026, 6, 18), "del j F Y", "del 18 giugno 2026"),
        (date(2026, 6, 21), "al j F Y", "al 21 giugno 2026"),
    ],
)
def test_the_article_is_elided_before_8_and_11_and_the_first_is_an_ordinal(
    day: date, form: str, said: str
) -> None:
    moment = datetime(day.year, day.month, day.day)
    with override("it"):
        assert with_article(moment, form) == said


def test_another_language_has_none() -> None:
    with override("en"):
        assert with_article(date(2026, 6, 8), "il j F Y") == "8 June 2026"
        assert without_article(date(2026, 6, 1), "j F") == "1 June"


def test_without_an_article_the_first_is_an_ordinal_too() -> None:
    with override("it"):
        assert without_article(date(2026, 12, 1)) == "1º dicembre 2026"
        assert without_article(date(2026, 12, 11), "j F") == "11 dicembre"


def test_a_template_tells_a_moment_as_it_is_in_rome_and_nothing_of_none() -> None:
    source = '{% load day_tags %}{{ day|with_article:"al j F Y, H:i" }}{{ none|with_article }}'
    with override("it"):
        said = Template(source).render(
            Context({"day": datetime(2026, 6, 7, 22, 30, tzinfo=UTC), "none": None})
        )

    assert said == "all’8 giugno 2026, 00:30"
