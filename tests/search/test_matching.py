"""Which pages a query finds, and in what order: the same on every database."""

import pytest
from wagtail.models import Page

from search.finding.asking import MOST_WORDS, words_asked
from search.finding.matching import find
from tests.home.factories import StandardPageFactory, make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.italian.test_lemmas import ONE, TWO, pairs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


@pytest.fixture
def home() -> Page:
    return make_home()


def titles(query: str) -> list[str]:
    by_number = dict(Page.objects.values_list("pk", "title"))
    return [by_number[match.pk] for match in find(words_asked(query)).matches]


def test_pages_are_found_by_every_form_of_their_words_and_by_no_word_that_looks_alike(home: Page) -> None:
    for _one, other in (*pairs(ONE), *pairs(TWO)):
        if not Page.objects.filter(title=other).exists():
            StandardPageFactory.create(parent=home, title=other, slug=other)

    assert [one for one, other in pairs(ONE) if other not in titles(one)] == []
    assert [one for one, other in pairs(TWO) if other in titles(one)] == []


def test_all_words_must_be_there_wherever_they_stand(home: Page) -> None:
    body = '[{"type": "quote", "value": {"text": "Uno sportello per anziani."}, "id": "a"}]'
    StandardPageFactory.create(parent=home, title="Il consultorio", body=body)
    StandardPageFactory.create(parent=home, title="Altro consultorio")

    assert titles("sportelli consultorio anziano") == ["Il consultorio"]


def test_the_title_counts_more_than_the_summary_and_the_summary_more_than_the_text(home: Page) -> None:
    body = (
        '[{"type": "quote", "value": {"text": "consultorio consultorio consultorio consultorio"}, "id": "a"}]'
    )
    StandardPageFactory.create(parent=home, title="Nel testo", body=body)
    StandardPageFactory.create(parent=home, title="Nel sommario", abstract="Il consultorio.")
    StandardPageFactory.create(parent=home, title="Un consultorio tra molte altre cose che si fanno")
    StandardPageFactory.create(parent=home, title="Consultorio")

    assert titles("consultorio") == [
        "Consultorio",
        "Un consultorio tra molte altre cose che si fanno",
        "Nel sommario",
        "Nel testo",
    ]


def test_the_form_that_was_typed_comes_before_others_of_the_same_word(home: Page) -> None:
    StandardPageFactory.create(parent=home, title="Laboratorio")
    StandardPageFactory.create(parent=home, title="Laboratori")

    assert titles("laboratori") == ["Laboratori", "Laboratorio"]
    assert titles("laboratorio") == ["Laboratorio", "Laboratori"]


def test_of_pages_that_say_the_same_the_newest_comes_first_and_those_without_a_day_last(home: Page) -> None:
    StandardPageFactory.create(parent=home, title="Consultorio")
    news = NewsIndexPageFactory.create(parent=home)
    for day in ("2025-03-01", "2026-03-01", "2024-03-01"):
        NewsPageFactory.create(parent=news, title="Consultorio", date=day, slug=day)

    days = [str(match.day) for match in find(words_asked("consultorio")).matches]
    assert days == ["2026-03-01", "2025-03-01", "2024-03-01", "None"]


def test_so_many_words_are_looked_for_and_no_more(home: Page) -> None:
    words = " ".join(f"parola{number}" for number in range(MOST_WORDS + 5))
    assert len(words_asked(words)) == MOST_WORDS


def test_a_word_typed_twice_is_one(home: Page) -> None:
    assert [word.text for word in words_asked("laboratorio laboratori Laboratorio")] == ["laboratorio"]
