"""English pages are found by English words, and the search of each language shows its own pages alone."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.english.lemmas import lemma
from search.index import writing
from search.models import UnansweredSearch
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.portal.pages.translating import english_search, translated
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


@pytest.mark.parametrize(
    ("word", "listed"),
    [
        ("communities", "community"),
        ("volunteers", "volunteer"),
        ("children", "child"),
        ("services", "service"),
        ("workshops", "workshop"),
        ("meeting", "meeting"),
        ("meetings", "meeting"),
        ("training", "training"),
        ("applied", "apply"),
        ("cared", "care"),
    ],
)
def test_a_word_is_looked_for_under_its_english_lemma(word: str, listed: str) -> None:
    assert lemma(word) == listed


def found(address: str, words: str) -> str:
    answer = Client().get(address, {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_language_finds_its_own_pages_by_its_own_words() -> None:
    home = make_home()
    SearchPageFactory.create(parent=home)
    front = translated(home, title="Welcome")
    english_search(front)
    page = StandardPageFactory.create(parent=home, title="Le case di comunità")
    other = translated(page, title="Community houses", slug="community-houses", abstract="Cara care")
    for one in (page, other):
        writing.write_now(one.pk)

    assert other.url in found("/en/search/", "community house")
    assert other.url in found("/en/search/", "communities")
    assert page.url not in found("/en/search/", "comunità")
    assert page.url in found("/cerca/", "casa comunità")
    assert other.url not in found("/cerca/", "community")
    # One spelling, two words: each language lists it by its own rules, and nothing mixes.
    assert other.url in found("/en/search/", "care")
    assert other.url not in found("/cerca/", "care")


def test_what_is_nearly_an_english_word_is_offered_in_english() -> None:
    home = make_home()
    SearchPageFactory.create(parent=home)
    english_search(translated(home, title="Welcome"))
    other = translated(StandardPageFactory.create(parent=home), title="Volunteers", slug="volunteers")
    writing.write_now(other.pk)

    assert "volunteers" in found("/en/search/", "voluntears")
    assert "volunteers" not in found("/cerca/", "voluntears")
    assert UnansweredSearch.objects.exists()


def test_results_are_narrowed_by_english_zones_and_topics_where_they_have_english_words() -> None:
    home = make_home()
    english_search(translated(home, title="Welcome"))
    zones = TerritoryIndexPageFactory.create(parent=home)
    first, second = (
        TerritoryPageFactory.create(parent=zones, title=f"Val {name}") for name in ("Uno", "Due")
    )
    translated(first, title="First district")
    topics = [
        TopicFactory.create(name="Cure a casa", name_en="Home care"),
        TopicFactory.create(name="Cronicità"),
    ]
    news = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=home), title="Notizia")
    news.territories.set([first, second])
    news.topics.set(topics)
    news.save()
    told = translated(news, title="Gathering of volunteers")
    for page in (news, told):
        writing.write_now(page.pk)

    shown = BeautifulSoup(found("/en/search/", "volunteers"), "html.parser")

    def offered(name: str) -> list[str]:
        return [one.get_text(strip=True) for one in shown.select(f"select[name={name}] option")][1:]

    assert offered("zona") == ["First district (1)", "Val Due (1)"]
    assert offered("argomento") == ["Cronicità (1)", "Home care (1)"]
    # Each language is searched by its own names of topics.
    assert told.url in found("/en/search/", "home care")
    SearchPageFactory.create(parent=home)
    assert news.url not in found("/cerca/", "home")
    assert news.url in found("/cerca/", "cure casa")
