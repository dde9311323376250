"""What a search without results offers, and what is noted of it."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from portal.roles import Role
from search.unanswered import noting
from search.unanswered.models import UnansweredSearch
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.portal.pages.visits import visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_indexes")]


@pytest.fixture
def search() -> Page:
    page = SearchPageFactory.create(parent=make_home())
    StandardPageFactory.create(parent=page.get_parent(), title="Il consultorio della Valdichiana")
    return page


def offered(search: Page, query: str) -> list[str]:
    """What the links of an answer without results ask instead."""
    (main,) = BeautifulSoup(visit(search, f"?q={query}").content, "html.parser").select("main")
    assert "Nessun risultato" in main.text
    links = [str(link["href"]) for link in main.select('a[href^="?q="]')]
    return [parse_qs(urlsplit(link).query)["q"][0] for link in links]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("consultroio", "consultorio"),
        ("consultorioo", "consultorio"),
        ("valdichana", "valdichiana"),
        ("valdich", "valdichiana"),
        ("CONSULTRIO", "consultorio"),
    ],
)
def test_a_word_that_is_nearly_one_of_the_site_leads_to_it(search: Page, typed: str, meant: str) -> None:
    assert offered(search, typed) == [meant]


def test_only_the_word_that_is_missing_is_put_right(search: Page) -> None:
    assert offered(search, "valdichiana+consultroio") == ["valdichiana consultorio", "valdichiana"]


@pytest.mark.parametrize("typed", ["xyz", "supercalifragilistico", "12345", "abcdefgh1"])
def test_a_word_that_is_like_none_leads_nowhere(search: Page, typed: str) -> None:
    assert offered(search, typed) == []


def test_words_of_pages_that_are_not_public_are_never_offered(search: Page) -> None:
    secret = StandardPageFactory.create(parent=search.get_parent(), title="Segretissimo")
    assert offered(search, "segretissmo") == ["segretissimo"]

    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    assert offered(search, "segretissmo") == []


def test_whether_a_word_is_missing_tells_nothing_of_pages_that_are_not_public(search: Page) -> None:
    secret = StandardPageFactory.create(parent=search.get_parent(), title="Segretissimo")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    # The same as of a word that stands nowhere.
    assert offered(search, "consultorio+segretissimo") == ["consultorio"]
    assert offered(search, "consultorio+inesistentissimo") == ["consultorio"]


def test_words_that_never_stand_together_are_offered_one_by_one(search: Page) -> None:
    StandardPageFactory.create(parent=search.get_parent(), title="Le vaccinazioni")
    assert offered(search, "consultorio+vaccinazioni") == ["consultorio", "vaccinazioni"]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Sets the day."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda moment=None: day)

    return set_day


TODAY = date(2026, 3, 1)


def test_what_is_looked_for_in_vain_is_kept_in_words_on_the_third_day_only(
    search: Page, on: Callable[[date], None]
) -> None:
    for passed, query in enumerate(["guardia+medica", "guardie+mediche", "Guardia+medica"]):
        assert not UnansweredSearch.objects.exclude(words="").exists()
        on(TODAY + timedelta(days=passed))
        visit(search, f"?q={query}")
        visit(search, f"?q={query}")

    row = UnansweredSearch.objects.get()
    assert (row.words, row.days, row.last_day) == ("guardia medica", 3, TODAY + timedelta(days=2))


@pytest.mark.parametrize(
    "query",
    [
        "RSSMRA80A01H501U",
        "mario.rossi99@example.org",
        "mario.rossi@example.org",
        "via+Roma+3",
        "3331234567",
        "una+lunga+storia+mia+raccontata+con+parole+tantissime",
        "il",
        "",
    ],
)
def test_codes_addresses_numbers_and_stories_are_not_noted(search: Page, query: str) -> None:
    visit(search, f"?q={query}")
    assert not UnansweredSearch.objects.exists()


def test_what_was_found_and_what_was_only_narrowed_or_leafed_through_is_not_noted(search: Page) -> None:
    visit(search, "?q=consultorio")
    visit(search, "?q=inesistente&p=2")
    assert not UnansweredSearch.objects.exists()


def test_a_visitor_adds_no_more_than_the_limit_and_still_searches(search: Page, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "LIMIT_SEARCHES_IN_VAIN_PER_HOUR": 2}
    for word in ("primissimo", "secondissimo", "terzissimo"):
        assert "Nessun risultato" in visit(search, f"?q={word}").content.decode()
    assert UnansweredSearch.objects.count() == 2


def test_the_register_ends_after_half_a_year_and_holds_no_more_than_so_many(
    on: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    on(TODAY)
    monkeypatch.setattr(noting, "MOST", 2)
    for number, age in enumerate([noting.KEPT_FOR.days, noting.KEPT_FOR.days + 1, 5, 3]):
        UnansweredSearch.objects.create(digest=str(number), last_day=TODAY - timedelta(days=age))

    noting.prune()

    assert set(UnansweredSearch.objects.values_list("digest", flat=True)) == {"2", "3"}


def test_editors_read_what_is_kept_in_words_and_nobody_else_does(client: Client) -> None:
    UnansweredSearch.objects.create(digest="a", words="guardia medica", days=4, last_day=TODAY)
    UnansweredSearch.objects.create(digest="b", days=2, last_day=TODAY)
    client.force_login(member_of(Role.EDITORS))
    html = client.get("/admin/search/unansweredsearch/").content.decode()
    assert "guardia medica" in html
    assert "1 elemento" in html or "1 ricerca" in html or html.count("<tr") == 2

    client.force_login(member_of(Role.REVIEWERS))
    assert client.get("/admin/search/unansweredsearch/").status_code == 302
