"""What holds the place of a page that nobody translated, because one below it is, leads to that page."""

from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import administrator
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.pages.translating import translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def english_home() -> Any:
    return translated(make_home(), title="Welcome")


@pytest.fixture
def below(english_home: Any) -> Any:
    """An English page below one that there is in Italian alone."""
    home = english_home.get_translations().get()
    above = StandardPageFactory.create(parent=home, title="Linee guida", slug="guida")
    return translated(StandardPageFactory.create(parent=above, slug="capitolo"), slug="chapter")


def repeated(below: Page) -> Any:
    return below.get_parent().specific


def test_whoever_asks_for_it_is_led_to_the_italian_page_for_now(below: Page) -> None:
    for method in ("get", "head"):
        answer = getattr(Client(), method)("/en/guida/?da=menu&a=%C3%A8")

        assert answer.status_code == 307
        assert answer["Location"] == "/guida/?da=menu&a=%C3%A8"
        assert not answer.cookies
    assert Client().get("/en/guida/", follow=True).status_code == 200


def test_staff_are_led_like_everybody(below: Page, client: Client) -> None:
    client.force_login(administrator())

    assert client.get("/en/guida/")["Location"] == "/guida/"


def test_what_stands_below_its_address_is_led_along(english_home: Any) -> None:
    home = english_home.get_translations().get()
    index = NewsIndexPageFactory.create(parent=home, slug="novita")
    translated(NewsPageFactory.create(parent=index, slug="notizia"), slug="piece")

    answer = Client().get("/en/novita/rss/?zona=arezzo")

    assert answer["Location"] == "/novita/rss/?zona=arezzo"
    assert Client().get("/en/novita/piece/").status_code == 200


def test_once_it_is_translated_it_is_read(below: Page) -> None:
    page = repeated(below)
    page.alias_of = None
    page.title = "Guidelines"
    page.save()

    answer = Client().get("/en/guida/")

    assert answer.status_code == 200
    assert "Guidelines" in answer.content.decode()


def test_of_what_is_not_public_nothing_is_said_there(below: Page) -> None:
    original = repeated(below).alias_of
    PageViewRestriction.objects.create(page=original, restriction_type=PageViewRestriction.LOGIN)
    # It repeats the title, never what the page is called in its address.
    original.slug = "accordo-segreto"
    original.save()
    answer = Client().get("/en/guida/", follow=True)
    assert all("accordo-segreto" not in address for address, _status in answer.redirect_chain)
    assert "Linee guida" not in answer.content.decode()

    original.specific.unpublish()

    assert Client().get("/en/guida/").status_code == 404


def test_a_second_place_of_an_english_page_is_read(below: Page) -> None:
    below.create_alias(parent=below.get_parent().get_parent(), update_slug="too")

    assert Client().get("/en/too/").status_code == 200


def test_its_preview_and_the_draft_of_its_original_are_looked_at(below: Page, client: Client) -> None:
    client.force_login(administrator())
    original = repeated(below).alias_of.specific
    original.title = "Titolo in bozza"
    original.save_revision()

    draft = client.get(f"/admin/pages/{original.pk}/view_draft/")
    here = client.get(f"/admin/pages/{repeated(below).pk}/view_draft/")

    assert (draft.status_code, here.status_code) == (200, 200)
    assert "Titolo in bozza" in draft.content.decode()
    assert "Linee guida" in here.content.decode()


def test_the_way_up_leads_to_the_italian_page_and_says_whose_words_it_is_in(below: Page) -> None:
    text = unescape(Client().get("/en/guida/chapter/").content.decode())

    steps = BeautifulSoup(text, "html.parser").select(".site-breadcrumb a")
    said = [(one["href"], one.get_text(strip=True), one.get("lang"), one.get("hreflang")) for one in steps]
    assert said == [("/en/", "Home", None, None), ("/guida/", "Linee guida", "it", "it")]
    assert '/en/guida/"' not in text
    # Programs are told the same way.
    original = repeated(below).alias_of
    assert f'"item":"{original.full_url}"' in text.replace('": "', '":"')
