"""What stood below a page that moved or left is found where that page is now, with its filters."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from portal.withdrawing.leading import lead
from tests.candidature.factories import EventPageFactory, participation_index
from tests.eventi.test_agenda import CalendarPageFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import administrator
from tests.news.factories import GuidelineIndexPageFactory, NewsIndexPageFactory
from tests.news.guideline_pages import guideline, text
from tests.patti.factories import patto, publish
from tests.portal.pages.translating import translated

pytestmark = pytest.mark.django_db

FURTHER_ON = "altrove"


@pytest.fixture
def home() -> Page:
    return make_home()


@pytest.fixture
def agenda(home: Page) -> Any:
    return CalendarPageFactory.create(parent=home, slug="calendario")


def called(page: Page, slug: str) -> Any:
    """The page after an editor has given it another name in its address."""
    page = page.specific
    page.slug = slug
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def led(address: str, **how: Any) -> tuple[int, str]:
    answer = Client().get(address, **how)
    return answer.status_code, answer.get("Location", "")


def agenda_of(home: Page) -> tuple[Page, str]:
    return CalendarPageFactory.create(parent=home), "ics/"


def news_of(home: Page) -> tuple[Page, str]:
    return NewsIndexPageFactory.create(parent=home), "atom/"


def event_of(home: Page) -> tuple[Page, str]:
    return EventPageFactory.create(parent=participation_index(home)), "calendario/"


def chapter_of(home: Page) -> tuple[Page, str]:
    index = GuidelineIndexPageFactory.create(parent=home)
    page = guideline(index, ("Prima", [text("Si ascolta.")]), ("Poi", [text("Si risponde.")]))
    return page, f"capitolo/{page.numbered_chapters()[1].slug}/"


def version_of(home: Page) -> tuple[Page, str]:
    return publish(patto()), "versione/1/"


@pytest.mark.parametrize("made", [agenda_of, news_of, event_of, chapter_of, version_of])
def test_what_stands_below_a_page_is_led_along_with_it(made: Any, home: Page) -> None:
    page, below = made(home)
    before = f"{page.url}{below}"
    assert Client().get(before).status_code == 200

    page = called(page, FURTHER_ON)

    assert led(before) == (301, f"{page.url}{below}")
    assert led(before.rstrip("/")) == (301, f"{page.url}{below}")
    assert Client().get(before, follow=True).status_code == 200


def test_what_stands_below_a_page_of_a_part_that_moved_is_led_along(home: Page) -> None:
    index = participation_index(home)
    event = EventPageFactory.create(parent=index, slug="incontro")
    before = f"{event.url}calendario/"

    called(index, FURTHER_ON)

    assert led(before) == (301, f"/{FURTHER_ON}/incontro/calendario/")


def test_below_an_english_page_it_is_the_english_one(home: Page) -> None:
    translated(home)
    index = translated(NewsIndexPageFactory.create(parent=home, slug="novita"), slug="news")

    called(index, "latest")

    assert led("/en/news/rss/?anno=2026") == (301, "/en/latest/rss/?anno=2026")


@pytest.mark.parametrize("query", ["?zona=12", "?zona=12&vista=elenco", "?q=perch%C3%A9&x=%0d%0a"])
def test_filters_are_kept(agenda: Page, query: str) -> None:
    called(agenda, FURTHER_ON)

    assert led(f"/calendario/{query}") == (301, f"/{FURTHER_ON}/{query}")
    assert led(f"/calendario/ics/{query}") == (301, f"/{FURTHER_ON}/ics/{query}")


def test_below_a_page_that_was_taken_off_the_site_it_is_the_page_that_was_chosen_instead(home: Page) -> None:
    news = NewsIndexPageFactory.create(parent=home, slug="novita")
    other = NewsIndexPageFactory.create(parent=home, slug="notizie")
    news.unpublish()

    lead([news], other)

    assert led("/novita/?anno=2026") == (301, "/notizie/?anno=2026")
    assert led("/novita/rss/") == (301, "/notizie/rss/")


def test_that_holds_for_where_it_stood_before_too(home: Page) -> None:
    news = called(NewsIndexPageFactory.create(parent=home, slug="novita"), FURTHER_ON)
    other = NewsIndexPageFactory.create(parent=home, slug="notizie")
    news.unpublish()
    assert led("/novita/rss/") == (404, "")

    lead([news], other)

    assert led("/novita/rss/") == (301, "/notizie/rss/")
    assert led("/novita/ics/") == (404, "")


def test_only_what_a_page_answers_to_is_led_to_it(agenda: Page, home: Page) -> None:
    Redirect.add_redirect("/vecchio/", redirect_to=agenda)
    plain = StandardPageFactory.create(parent=home, slug="pagina")
    Redirect.add_redirect("/altro/", redirect_to=plain, is_permanent=False)
    StandardPageFactory.create(parent=plain, slug="sotto")

    assert led("/vecchio/ics/") == (301, "/calendario/ics/")
    assert led("/altro/sotto/") == (302, "/pagina/sotto/")
    for nothing in (
        "/vecchio/pdf/",
        "/vecchio/ics/oltre/",
        "/altro/ics/",
        "/vecchio/../ics/",
        "/vecchio//ics/",
    ):
        assert led(nothing) == (404, ""), nothing


def test_a_page_off_the_site_answers_to_nothing_and_leads_nobody_to_itself(agenda: Page) -> None:
    Redirect.add_redirect("/vecchio/", redirect_to=agenda)
    Redirect.add_redirect("/calendario/", redirect_to=agenda)
    agenda.unpublish()

    assert led("/vecchio/ics/") == led("/vecchio/") == (404, "")
    assert led("/calendario/?zona=1") == led("/calendario/ics/") == (404, "")


def test_where_a_page_stands_off_the_site_is_told_to_nobody(agenda: Page, home: Page) -> None:
    hidden = StandardPageFactory.create(parent=home, slug="che-nessuno-deve-sapere", live=False)
    called(agenda, FURTHER_ON)
    agenda.refresh_from_db()
    agenda.unpublish()
    agenda.move(hidden, pos="last-child")

    assert led("/calendario/") == led("/calendario/ics/") == led(f"/{FURTHER_ON}/") == (404, "")

    for page in (hidden, agenda):
        page.refresh_from_db()
        page.specific.save_revision().publish()

    assert led("/calendario/") == (301, f"/che-nessuno-deve-sapere/{FURTHER_ON}/")


@pytest.mark.parametrize("kind", ["password", "login"])
def test_where_a_page_is_that_not_everybody_may_read_is_told_at_its_door_alone(
    agenda: Page, kind: str
) -> None:
    called(agenda, "accordo-segreto")
    restriction = PageViewRestriction.objects.create(
        page=agenda, restriction_type=kind, password="apriti" if kind == "password" else ""
    )
    client = Client()

    for old in ("/calendario/", "/calendario/ics/", "/calendario/niente/"):
        answer = client.get(old)
        assert "accordo-segreto" not in answer.headers.get("Location", "") + answer.content.decode(), old
        assert "no-store" in answer["Cache-Control"], old
        if kind == "password":
            assert 'type="password"' in answer.content.decode()
        else:
            assert answer.status_code == 302

    if kind == "password":
        door = f"/_util/authenticate_with_password/{restriction.pk}/{agenda.pk}/"
        entered = client.post(door, {"password": "apriti", "return_url": "/calendario/?zona=1"})
        assert entered["Location"] == "/calendario/?zona=1"
    else:
        client.force_login(administrator())
    led_on = client.get("/calendario/?zona=1")
    assert (led_on.status_code, led_on["Location"]) == (301, "/accordo-segreto/?zona=1")
    assert "no-store" in led_on["Cache-Control"]


def test_the_very_address_goes_before_what_it_stands_below(agenda: Page, home: Page) -> None:
    other = StandardPageFactory.create(parent=home, slug="file")
    called(agenda, FURTHER_ON)
    Redirect.add_redirect("/calendario/ics/", redirect_to=other)
    Redirect.add_redirect("/calendario/?zona=1", redirect_to=other)

    assert led("/calendario/ics/") == (301, "/file/")
    # Its query was asked for, and is answered.
    assert led("/calendario/?zona=1") == (301, "/file/")
    assert led("/calendario/?zona=2") == (301, f"/{FURTHER_ON}/?zona=2")


def test_the_nearest_page_above_is_asked_and_that_of_this_site_before_that_of_all(
    agenda: Page, home: Page
) -> None:
    news = NewsIndexPageFactory.create(parent=home, slug="novita")
    site = Site.objects.get()
    Redirect.add_redirect("/vecchio/qui/", redirect_to=news)
    Redirect.add_redirect("/vecchio/qui/", redirect_to=agenda, site=site)
    Redirect.add_redirect("/vecchio/", redirect_to=news)

    assert led("/vecchio/qui/ics/") == (301, "/calendario/ics/")
    assert led("/vecchio/qui/rss/") == (404, "")
    assert led("/vecchio/rss/") == (301, "/novita/rss/")


def test_an_address_elsewhere_gets_neither_query_nor_what_stands_below(home: Page) -> None:
    Redirect.add_redirect("/vecchio/", redirect_to="https://example.org/pagina")

    assert led("/vecchio/?zona=1") == (301, "https://example.org/pagina")
    assert led("/vecchio/ics/") == (404, "")


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/calendario/ics/",
        "/calendario//evil.example/",
        "/calendario/%2F%2Fevil.example/",
        "/calendario/\\evil.example/",
        "/calendario/%00/",
        "/calendario/%E0%A4%A/",
        "/%00/ics/",
    ],
)
def test_nobody_is_led_off_the_site(agenda: Page, address: str) -> None:
    called(agenda, FURTHER_ON)

    status, location = led(address)

    assert status == 404 or location.startswith(f"/{FURTHER_ON}/"), location


def test_a_press_on_what_is_gone_is_not_made_somewhere_else(agenda: Page) -> None:
    called(agenda, FURTHER_ON)

    assert Client().post("/calendario/ics/").status_code == 404


@pytest.mark.parametrize("parts", [1, 120, 1500])
def test_however_long_the_address_one_short_query_finds_where_it_leads(agenda: Page, parts: int) -> None:
    called(agenda, FURTHER_ON)

    with CaptureQueriesContext(connection) as queries:
        led(f"/calendario/{'a/' * parts}")

    asked = [one["sql"] for one in queries if "wagtailredirects_redirect" in one["sql"]]
    # Of what is longer than a redirect can be nothing is asked, and not each part of the address is named.
    assert len(asked) == (parts < 1500)
    assert all(len(one) < 4_000 for one in asked)
