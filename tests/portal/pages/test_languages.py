"""One address, one language: /en/ is English for everybody, and everything else Italian."""

import json
import re
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from home.models import StandardPage
from portal.languages import of_path, without_prefix
from portal.models import PortalImage, PortalSettings
from tests.home.factories import (
    HomePageFactory,
    SearchPageFactory,
    SitemapPageFactory,
    StandardPageFactory,
    make_home,
)
from tests.istruttoria.people import administrator
from tests.portal.pages.translating import english, english_search, translated

pytestmark = pytest.mark.django_db

SAME_PAGE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')


@pytest.fixture
def home() -> HomePageFactory:
    return make_home()


@pytest.fixture
def english_home(home: Any) -> Any:
    return translated(home, title="Welcome")


def shown(address: str, status: int = 200, **headers: str) -> str:
    answer = Client().get(address, headers=headers)
    assert answer.status_code == status
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "it"),
        ("/en", "en"),
        ("/en/", "en"),
        ("/en/news/", "en"),
        ("/english/", "it"),
        ("/EN/", "it"),
        ("/en-gb/", "it"),
        ("/fr/", "it"),
        ("/it/", "it"),
        ("/novita/en/", "it"),
        ("//en/", "it"),
        ("", "it"),
    ],
)
def test_the_first_part_of_an_address_is_its_language(path: str, language: str) -> None:
    assert of_path(path) == language


def test_what_is_left_of_an_english_address_is_the_italian_one() -> None:
    assert without_prefix("/en/news/") == "/news/"
    assert without_prefix("/en") == "/"
    assert without_prefix("/english/") == "/english/"


def test_a_translation_stands_below_en_and_is_english(home: Any, english_home: Any) -> None:
    page = translated(StandardPageFactory.create(parent=home, slug="programma"), slug="programme")

    assert (english_home.url, page.url) == ("/en/", "/en/programme/")
    text = shown("/en/programme/")
    assert '<html lang="en">' in text
    assert "Skip to content" in text or "Go to content" in text
    assert 'content="en_GB"' in text
    assert f'<link rel="canonical" href="{page.full_url}">' in text


def test_neither_browser_nor_cookie_changes_the_language(home: Any, english_home: Any) -> None:
    for address, language in (("/", "it"), ("/en/", "en")):
        client = Client()
        client.cookies["django_language"] = "fr" if language == "it" else "it"
        answer = client.get(address, headers={"Accept-Language": "en" if language == "it" else "it"})

        assert f'<html lang="{language}">' in answer.content.decode()
        assert "language" not in answer.get("Vary", "").lower()
        assert not answer.cookies


def test_a_page_and_its_translation_name_each_other(home: Any, english_home: Any) -> None:
    page = StandardPageFactory.create(parent=home, slug="programma")
    other = translated(page, slug="programme")

    for address in (page.url, other.url):
        text = shown(address)
        assert SAME_PAGE.findall(text) == [
            ("it", page.full_url),
            ("en", other.full_url),
            ("x-default", page.full_url),
        ]
        switch = re.search(r'<ul class="site-languages".*?</ul>', text, re.DOTALL)
        assert switch is not None
        assert f'href="{other.url if address == page.url else page.url}"' in switch[0]
        assert switch[0].count("<a ") == 1


@pytest.mark.parametrize("how", ["unpublished", "restricted", "alias", "none"])
def test_what_has_no_translation_that_everybody_may_read_names_none(
    how: str, home: Any, english_home: Any
) -> None:
    page = StandardPageFactory.create(parent=home)
    if how == "alias":
        page.create_alias(parent=english_home, update_locale=english_home.locale, reset_translation_key=False)
    elif how != "none":
        other = translated(page)
        if how == "unpublished":
            other.unpublish()
        else:
            PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)

    text = shown(page.url)

    assert "hreflang" not in text
    assert "site-languages" not in text


def test_menu_search_and_footer_of_an_english_page_are_english(home: Any, english_home: Any) -> None:
    StandardPageFactory.create(parent=home, title="Solo in italiano", show_in_menus=True)
    about = StandardPageFactory.create(parent=home, title="Chi siamo", show_in_menus=True)
    privacy = StandardPageFactory.create(parent=home, title="Informativa", slug="privacy")
    legal = StandardPageFactory.create(parent=home, title="Note", slug="note-legali")
    SearchPageFactory.create(parent=home)
    frame = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    frame.tagline, frame.tagline_en = "Motto", "Our motto"
    frame.privacy_page, frame.legal_page = privacy, legal
    frame.save()
    translated(about, title="About us", slug="about")
    translated(privacy, title="Privacy", slug="privacy-notice")

    text = shown("/en/")

    assert "About us" in text
    assert "/en/privacy-notice/" in text
    assert 'href="/note-legali/" hreflang="it"' in text
    assert "Our motto" in text
    for italian in ("Solo in italiano", "Chi siamo", "Motto", "site-search", "/cerca/"):
        assert italian not in text, italian

    english_search(english_home)
    assert 'action="/en/search/"' in shown("/en/")
    assert 'action="/cerca/"' in shown("/")
    assert "About us" not in shown("/")


def test_what_the_settings_name_is_led_to_in_italian_where_nobody_translated_it(
    home: Any, english_home: Any
) -> None:
    frame = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    for name in PortalSettings.select_related:
        setattr(frame, name, StandardPageFactory.create(parent=home, slug=name.replace("_", "-")))
    frame.save()

    def foot(address: str) -> str:
        return re.sub(r"\s+", " ", shown(address).partition("<footer")[2].partition("</footer>")[0])

    link = '<a href="/legal-page/" hreflang="it" data-element="legal-notes">Legal notes</a>'
    assert f"{link} (page in Italian)" in foot("/en/")
    # The words are English, what they lead to is not.
    assert foot("/en/").count(' hreflang="it"') == len(PortalSettings.select_related)
    assert ' lang="it"' not in foot("/en/")
    assert "hreflang" not in foot("/")

    translated(frame.legal_page, slug="legal-notes")
    assert '<a href="/en/legal-notes/" data-element="legal-notes">Legal notes</a> </li>' in foot("/en/")
    frame.legal_page.unpublish()
    assert '<a href="/en/legal-notes/"' in foot("/en/")
    frame.faq_page.unpublish()
    assert "/faq-page/" not in foot("/en/")


def test_the_site_map_lists_each_language_and_what_belongs_together(home: Any, english_home: Any) -> None:
    page = StandardPageFactory.create(parent=home, slug="programma")
    other = translated(page, slug="programme")
    hidden = StandardPageFactory.create(parent=home, slug="solo")
    translated(hidden).unpublish()

    tree = ElementTree.fromstring(Client().get("/sitemap.xml").content)  # noqa: S314 - our own

    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = {
        entry.findtext("s:loc", "", names): [
            (link.get("hreflang"), link.get("href")) for link in entry.findall("x:link", names)
        ]
        for entry in tree.findall("s:url", names)
    }
    both = [("it", page.full_url), ("x-default", page.full_url), ("en", other.full_url)]
    assert entries[page.full_url] == entries[other.full_url] == both
    assert entries[hidden.full_url] == []
    assert english_home.full_url in entries
    assert len(entries) == 5


@pytest.fixture
def repeated(home: Any, english_home: Any) -> Any:
    """The alias that stands in the place of a page until it is translated, because one below it is."""
    above = StandardPageFactory.create(parent=home, title="Linee guida", slug="guida", show_in_menus=True)
    below = translated(StandardPageFactory.create(parent=above, slug="capitolo"), slug="chapter")
    assert below.url == "/en/guida/chapter/"
    return below.get_parent()


def test_what_repeats_the_italian_words_below_en_is_the_italian_page(repeated: Any) -> None:
    answer = Client().get(repeated.url, follow=True)

    text = unescape(answer.content.decode())
    assert [address for address, _status in answer.redirect_chain] == [repeated.alias_of.url]
    assert f'<link rel="canonical" href="{repeated.alias_of.full_url}">' in text
    assert SAME_PAGE.findall(text) == []
    # Who came there finds it in both languages all the same.
    assert f'href="{repeated.alias_of.url}"' in text


def test_what_repeats_the_italian_words_stands_in_no_english_menu_nor_map(repeated: Any) -> None:
    SitemapPageFactory.create(parent=repeated.get_parent(), slug="site-map", locale=english())

    assert 'href="/en/guida/"' not in shown("/en/")
    # The way up from what stands below it.
    way_up = shown("/en/guida/chapter/")
    assert way_up.count('href="/guida/"  lang="it" hreflang="it"') == 1
    assert 'href="/en/guida/"' not in way_up
    listed = Client().get("/sitemap.xml").content.decode()
    assert "/en/guida/chapter/" in listed
    assert "/en/guida/<" not in listed
    of_readers = shown("/en/site-map/")
    assert "/en/guida/chapter/" in of_readers
    assert '"/en/guida/"' not in of_readers


def test_what_repeats_the_italian_words_is_in_no_english_list(home: Any, repeated: Any) -> None:
    page = StandardPageFactory.create(parent=home, title="Contatti", slug="contatti")
    page.create_alias(parent=home, update_slug="anche-qui")

    listed = StandardPage.objects.published()

    assert [one.slug for one in listed.filter(locale=english())] == ["chapter"]
    # In Italian an alias is a second place of a page, which an editor made.
    assert {one.slug for one in listed.exclude(locale=english())} == {
        "guida",
        "capitolo",
        "contatti",
        "anche-qui",
    }


def test_an_italian_page_that_stands_in_two_places_is_read_in_both_and_is_one(home: Any) -> None:
    page = StandardPageFactory.create(parent=home, title="Contatti", slug="contatti", show_in_menus=True)
    page.create_alias(parent=home, update_slug="anche-qui")

    text = shown("/anche-qui/")

    assert f'<link rel="canonical" href="{page.full_url}">' in text
    assert SAME_PAGE.findall(text) == []
    assert "ld+json" not in text
    for address in ("/contatti/", "/anche-qui/"):
        assert f'href="{address}"' in text
    listed = Client().get("/sitemap.xml").content.decode()
    assert "/contatti/<" in listed
    assert "/anche-qui/" not in listed


def test_en_without_its_stroke_leads_to_the_english_home(english_home: Any) -> None:
    answer = Client().get("/en")

    assert (answer.status_code, answer["Location"]) == (301, "/en/")


def test_where_there_is_no_english_page_one_is_told_so_in_english(home: Any, english_home: Any) -> None:
    page = StandardPageFactory.create(parent=home, title="Programma", slug="programma")
    text = shown("/en/programma/", 404)
    assert '<html lang="en">' in text
    assert '<a href="/programma/" lang="it" hreflang="it">Programma</a>' in text
    assert "Questa pagina non c’è" not in text

    other = translated(page, slug="programme")
    other.unpublish()
    assert 'href="/programma/"' in shown("/en/programme/", 404)
    page.unpublish()
    assert 'href="/programma/"' not in shown("/en/programme/", 404)


def test_without_an_english_site_en_is_not_found_and_leads_home(home: Any) -> None:
    text = shown("/en/", 404)

    assert f'<a href="/" lang="it" hreflang="it">{home.title}</a>' in text
    assert 'href="/en/"' not in text


def test_an_italian_page_is_not_reached_below_en(home: Any, english_home: Any) -> None:
    other = translated(StandardPageFactory.create(parent=home, slug="programma"), slug="programme")
    StandardPageFactory.create(parent=home, slug="en-guida")

    assert Client().get(f"/{english_home.slug}/programme/").status_code == 404
    assert Client().get("/programme/").status_code == 404
    assert Client().get("/en/en/programme/").status_code == 404
    assert Client().get("/en-guida/").status_code == 200
    assert Client().get(other.url).status_code == 200


def test_no_page_below_the_home_page_takes_the_address_of_a_language(home: Any, client: Client) -> None:
    page = StandardPageFactory.create(parent=home, slug="programma")
    client.force_login(administrator())
    address = f"/admin/pages/{page.pk}/edit/"
    posted = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    posted.update(nested_form_data({"body": streamfield([])}))
    posted["slug"] = "en"

    answer = client.post(address, posted)

    assert "Con questa parola cominciano gli indirizzi di un’altra lingua" in answer.content.decode()
    assert Page.objects.get(pk=page.pk).slug == "programma"


def test_an_english_page_costs_what_the_italian_one_does_and_two_more(home: Any, english_home: Any) -> None:
    """Its home page, and the pages that the footer leads to: both are remembered outside a test."""
    page = StandardPageFactory.create(parent=home)
    other = translated(page)
    costs = []
    for address in (page.url, other.url):
        shown(address)
        with CaptureQueriesContext(connection) as queries:
            shown(address)
        costs.append(len(queries))

    assert costs[1] - costs[0] <= 2


def test_a_press_that_is_refused_is_refused_in_the_language_of_its_address(home: Any) -> None:
    answer = Client().get("/en/candidature/bozza/nessuna/riepilogo/")

    assert answer.status_code == 404
    assert '<html lang="en">' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_by_whom_a_picture_is_says_on_english_pages_that_it_is_italian(home: Any, english_home: Any) -> None:
    image = PortalImage.objects.create(
        title="Piazza", file=get_test_image_file(), credit="Illustrazione di prova", caption="La piazza"
    )
    block = {"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": ""}
    body = json.dumps([{"type": "image", "value": block}])
    page = StandardPageFactory.create(parent=home, image=image, body=body)

    assert 'class="credit">Illustrazione di prova' in shown(page.url)
    text = shown(translated(page).url)

    assert text.count('class="credit" lang="it">Illustrazione di prova') == 2
    # At the head of the page and in its text.
    assert text.count('<span lang="it">La piazza</span>') == 2
    assert 'alt="" lang' not in text


@pytest.mark.parametrize(("alt", "said"), [("La piazza", ' lang="it"'), ("The square", "")])
def test_what_a_picture_shows_says_that_it_is_italian_where_nobody_wrote_another(
    home: Any, english_home: Any, alt: str, said: str
) -> None:
    image = PortalImage.objects.create(title="Piazza", description="La piazza", file=get_test_image_file())
    block = {"image": {"image": image.pk, "alt_text": alt, "decorative": False}, "caption": ""}
    page = StandardPageFactory.create(parent=home, body=json.dumps([{"type": "image", "value": block}]))

    assert f'alt="{alt}" loading' in shown(page.url)
    assert f'alt="{alt}"{said} loading' in shown(translated(page).url)
