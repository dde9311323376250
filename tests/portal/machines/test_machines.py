"""What programs read of the site beside its pages, and in their heads."""

import io
import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, PageViewRestriction, Site

from portal.machines import preview_picture
from portal.models import PortalSettings
from tests.candidature.factories import CallPageFactory, EventPageFactory, draft_token, participation_index
from tests.home.factories import SearchPageFactory, StandardPageFactory, make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.blocks.bodies import stream
from tests.portal.pages.visits import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return make_home()


def things(page: Page, query: str = "") -> dict[str, dict[str, Any]]:
    """What the page says it is, by type."""
    text = visit(page, query).content.decode()
    found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert len(found) == 1
    data = json.loads(found[0])
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def properties(page: Page, query: str = "") -> dict[str, str]:
    """The properties of Open Graph, and the canonical address."""
    text = visit(page, query).content.decode()
    pairs = re.findall(r'<meta property="og:([a-z_:]+)" content="([^"]*)">', text)
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
    return {name: unescape(value) for name, value in pairs} | dict(
        zip(["canonical"], map(unescape, canonical), strict=False)
    )


def test_a_page_has_one_address_whatever_is_added_to_it(home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Il «programma» & altro", abstract="In breve.")
    found = properties(page, "?utm_source=lettera&p=1")
    assert found["canonical"] == found["url"] == page.full_url
    assert found["title"] == "Il «programma» & altro"
    assert found["description"] == "In breve."


def test_the_parts_of_a_list_have_addresses_of_their_own(home: Page) -> None:
    index = NewsIndexPageFactory.create(parent=home)
    for _number in range(10):
        NewsPageFactory.create(parent=index, category="avviso")
    found = properties(index, "?p=2&x=1&categoria=avviso")
    assert found["canonical"] == f"{index.full_url}?categoria=avviso&p=2"
    assert found["title"] == f"{index.title}, Avviso, pagina 2"
    assert properties(index, "?categoria=inventata")["canonical"] == index.full_url


@pytest.mark.usefixtures("in_the_indexes")
def test_a_search_is_not_to_be_listed(home: Page) -> None:
    search = SearchPageFactory.create(parent=home)
    for query in ("", "?q=casa"):
        assert (
            visit(search, query).content.decode().count('<meta name="robots" content="noindex, follow">') == 1
        )
        assert "canonical" not in properties(search, query)


def test_a_pages_picture_is_drawn_from_its_title(home: Page) -> None:
    title = "Pontassieve, Pelago e Rufina: al via il percorso verso la Casa di Comunità " * 3
    page = StandardPageFactory.create(parent=home, title=title.strip())
    address = properties(page)["image"]
    path = urlsplit(address).path
    answer = Client().get(path)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (1200, 630)
    assert len(answer.content) < 60_000
    assert answer.content != preview_picture.draw("Un altro titolo", "Pagina")

    page.title = "Un altro titolo"
    page.save()
    assert Client().get(path).status_code == 404
    assert properties(page)["image"] != address


def test_no_picture_tells_the_title_of_a_page_that_is_not_public(home: Page) -> None:
    page = StandardPageFactory.create(parent=home, title="Riservata")
    path = preview_picture.address_of(page)
    assert Client().get(path).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get(path).status_code == 404


def test_the_home_page_says_who_publishes_the_site(home: Page) -> None:
    assert "potentialAction" not in things(home)["WebSite"]
    SearchPageFactory.create(parent=home)
    frame = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    frame.parent_body, frame.contact_email = "Regione di prova", "urp@example.org"
    frame.save()
    found = things(home)
    assert found["GovernmentOrganization"]["name"] == "Regione di prova"
    assert found["GovernmentOrganization"]["email"] == "urp@example.org"
    assert "{search_term_string}" in found["WebSite"]["potentialAction"]["target"]
    assert "BreadcrumbList" not in found


def test_a_news_item_a_call_and_an_event_say_what_they_are(home: Page) -> None:
    news = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=home), title="</script><b>")
    article = things(news)["NewsArticle"]
    assert article["headline"] == "</script><b>"
    assert article["datePublished"] == news.date.isoformat()
    steps = things(news)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[-1]["item"] == news.full_url

    index = participation_index(home)
    call = CallPageFactory.create(parent=index)
    service = things(call)["GovernmentService"]
    assert service["serviceOperator"]["name"] == call.office
    assert service["offers"]["availabilityEnds"].startswith(
        timezone.localtime(call.closes_at).isoformat()[:16]
    )

    event = EventPageFactory.create(
        parent=index,
        mode="mixed",
        place="Biblioteca",
        address="Via Prova 1",
        online_url="https://x.example/s",
    )
    said = things(event)["Event"]
    assert said["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in said["location"]] == ["Place", "VirtualLocation"]
    # The way into the room is for who has a seat.
    assert "x.example" not in json.dumps(said)

    event.cancelled = True
    event.save()
    assert things(event)["Event"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_questions_are_told_with_their_answers(home: Page) -> None:
    items = [
        {"title": "Quanto costa?", "text": "<p>Non costa <b>nulla</b>.</p>"},
        {"title": "Vuota", "text": ""},
    ]
    body = stream([{"type": "accordion", "value": {"title": "", "items": items}}])
    told = things(StandardPageFactory.create(parent=home, body=body))["FAQPage"]["mainEntity"]
    assert [(one["name"], one["acceptedAnswer"]["text"]) for one in told] == [
        ("Quanto costa?", "Non costa nulla.")
    ]


def test_a_preview_says_nothing_to_programs(home: Page) -> None:
    page = StandardPageFactory.create(parent=home)
    assert b"ld+json" not in page.make_preview_request().content


def test_what_may_not_be_listed_says_so_itself_and_is_not_hidden(home: Page) -> None:
    """A robot that may not look at a page lists its address, because nothing told it not to."""
    assert "Disallow: /" not in Client().get("/robots.txt").content.decode()
    call = CallPageFactory.create(parent=participation_index(home))
    for path in (
        f"/candidature/bozza/{draft_token(call)}/",
        "/candidature/ritrova/",
        "/admin/",
        "/admin/login/",
    ):
        assert Client().get(path)["X-Robots-Tag"] == "noindex, nofollow", path
    assert "X-Robots-Tag" not in Client().get(call.get_url())


def test_the_site_map_names_each_public_page_with_its_last_publication(home: Page) -> None:
    page = StandardPageFactory.create(parent=home)
    at = timezone.now() - timedelta(days=3)
    Page.objects.filter(pk=page.pk).update(last_published_at=at)
    secret = StandardPageFactory.create(parent=home)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    draft = StandardPageFactory.create(parent=home, live=False)

    search = SearchPageFactory.create(parent=home)
    assert 'content="noindex' in visit(search).content.decode()

    text = Client().get("/sitemap.xml").content.decode()

    assert (
        f"<url><loc>{page.full_url}</loc><lastmod>{at.isoformat(timespec='seconds')}</lastmod></url>" in text
    )
    assert home.full_url in text
    for hidden in (secret, draft, search):
        assert hidden.get_url() not in text


def test_the_site_map_asks_the_same_however_many_pages_there_are(
    home: Page, django_assert_max_num_queries: Any
) -> None:
    for _number in range(30):
        StandardPageFactory.create(parent=home)
    with django_assert_max_num_queries(3):
        Client().get("/sitemap.xml")


@pytest.mark.parametrize(
    ("path", "kind"), [("/favicon.ico", "icon"), ("/apple-touch-icon.png", "png")], ids=["browser", "phone"]
)
def test_the_sign_of_the_site_is_where_it_is_looked_for(path: str, kind: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert kind in answer["Content-Type"]
    assert Image.open(io.BytesIO(answer.content)).width >= 48


def test_whom_to_tell_of_a_weakness(home: Page) -> None:
    path = "/.well-known/security.txt"
    assert Client().get(path).status_code == 404
    frame = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    frame.contact_email = "urp@example.org"
    frame.save()
    assert "Contact: mailto:urp@example.org\n" in Client().get(path).content.decode()
    frame.security_email = "sicurezza@example.org"
    frame.save()
    text = Client().get(path).content.decode()
    assert "Contact: mailto:sicurezza@example.org\n" in text
    expires = re.search(r"Expires: (\S+)", text)
    assert expires
    assert timedelta(days=30) < datetime.fromisoformat(expires[1]) - timezone.now() < timedelta(365)
