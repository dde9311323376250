"""Rules that every type of page keeps, tested on each."""

import copy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from candidature.models import ParticipationIndexPage
from portal.blocks import BodyBlock
from territori.models import PathParticipant, Phase, TerritoryPage
from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.home.factories import (
    SearchPageFactory,
    SitemapPageFactory,
    StandardPageFactory,
    make_home,
)
from tests.news.factories import (
    ExperienceIndexPageFactory,
    ExperiencePageFactory,
    GuidelineIndexPageFactory,
    GuidelinePageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    TopicFactory,
)
from tests.portal.blocks.bodies import empty_values, full_values, make_document, make_image, stream
from tests.portal.pages.visits import MAX_QUERIES, cost, visit
from tests.territori.factories import (
    CommunityHousePageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PathPageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


ALL_BLOCKS = frozenset(BodyBlock().child_blocks)
# Documents and pages chosen in blocks cost a query each, and so do links to documents.
USUAL_BLOCKS = ALL_BLOCKS - {"documents", "call_to_action", "text", "accordion"}


# Pages that show others, and pages with a text of their own.
LISTING = [
    "home",
    "sitemap",
    "search",
    "news_index",
    "guideline_index",
    "experience_index",
    "territory_index",
]
WRITTEN = ["standard", "news", "guideline", "experience", "territory", "house", "path"]
PAGES = [*LISTING, *WRITTEN]


class Portal:
    """A portal with one page of each type and, on demand, much more of each."""

    def __init__(self) -> None:
        self.blocks = ALL_BLOCKS
        self.image, self.document = make_image(), make_document()
        self.home = make_home(image=self.image, show_in_menus=True)
        self.news_index = NewsIndexPageFactory.create(parent=self.home, show_in_menus=True)
        self.guideline_index = GuidelineIndexPageFactory.create(parent=self.home, show_in_menus=True)
        self.experience_index = ExperienceIndexPageFactory.create(parent=self.home, show_in_menus=True)
        self.territory_index = TerritoryIndexPageFactory.create(parent=self.home, show_in_menus=True)
        self.participation = self.home.add_child(
            instance=ParticipationIndexPage(title="Partecipa", show_in_menus=True)
        )
        self.sitemap = SitemapPageFactory.create(parent=self.home)
        self.search = SearchPageFactory.create(parent=self.home)
        self.standard = StandardPageFactory.create(parent=self.home, **self.content())
        self.territory = TerritoryPageFactory.create(parent=self.territory_index, **self.content())
        self.house = CommunityHousePageFactory.create(parent=self.territory, **self.content())
        self.path = PathPageFactory.create(parent=self.territory, **self.content(results=self.body()))
        self.news = NewsPageFactory.create(parent=self.news_index, **self.content())
        self.guideline = GuidelinePageFactory.create(
            parent=self.guideline_index, image=self.image, document=self.document, chapters=self.chapters(3)
        )
        self.experience = ExperiencePageFactory.create(
            parent=self.experience_index,
            aims="<p>Ascoltare.</p>",
            background="<p>Una valle.</p>",
            **self.content(),
        )

    def again(self) -> "Portal":
        """The same pages as they are in the database now, for one test to change."""
        found = copy.copy(self)
        for name in [*PAGES, "participation"]:
            page = getattr(self, name)
            setattr(found, name, type(page).objects.get(pk=page.pk))
        return found

    def write(self, blocks: frozenset[str]) -> None:
        """Write the texts of pages anew, of these blocks."""
        self.blocks = blocks
        for name in WRITTEN:
            page = getattr(self, name)
            if name == "guideline":
                page.chapters = self.chapters(3)
            else:
                page.body = self.body()
            if name == "path":
                page.results = self.body()
            page.save()

    def body(self) -> str:
        return stream(self.values())

    def values(self) -> list[dict[str, Any]]:
        values = full_values(make_image(), make_document(), self.home)
        return [value for value in values if value["type"] in self.blocks]

    def chapters(self, number: int) -> str:
        return stream(
            [
                {
                    "type": "chapter",
                    "value": {
                        "title": f"Capitolo {n}",
                        "body": [{"id": f"{n}-{k}", **value} for k, value in enumerate(self.values())],
                    },
                }
                for n in range(number)
            ]
        )

    def content(self, **fields: object) -> dict[str, object]:
        return {"image": self.image, "abstract": "In breve.", "body": self.body(), **fields}

    def fill(self, number: int) -> None:
        """Add so many of everything that other pages list."""
        for n in range(number):
            image = make_image()
            NewsPageFactory.create(
                parent=self.news_index,
                image=image,
                territories=[self.territory],
                topics=[TopicFactory.create()],
            )
            self.news.topics.add(TopicFactory.create())
            StandardPageFactory.create(parent=self.standard, image=image)
            territory = TerritoryPageFactory.create(parent=self.territory_index, image=image)
            MunicipalityFactory.create(zone=territory.zone)
            CommunityHousePageFactory.create(parent=self.territory, image=image)
            PathPageFactory.create(
                parent=self.territory_index,
                image=image,
                community_house=self.house,
                territories=[self.territory],
            )
            self.house.municipalities.add(MunicipalityFactory.create(zone=self.territory.zone))
            Phase.objects.create(page=self.path, title=f"Fase {n}", sort_order=n)
            PathParticipant.objects.create(page=self.path, organisation=OrganisationFactory.create())
            GuidelinePageFactory.create(parent=self.guideline_index, image=image)
            ExperiencePageFactory.create(parent=self.experience_index, image=image)
            for factory in (CallPageFactory, EventPageFactory):
                factory.create(
                    parent=self.participation, image=image, path=self.path, territories=[self.territory]
                )
        self.news.save()
        self.house.save()


@pytest.fixture(scope="module")
def made(module_db: None, module_files: Path) -> Portal:
    return Portal()


@pytest.fixture
def portal(made: Portal) -> Portal:
    return made.again()


def test_every_page_answers_whole_and_the_same_for_everybody(
    portal: Portal, subtests: pytest.Subtests
) -> None:
    for name in PAGES:
        page = getattr(portal, name)
        response = visit(page)
        html = response.content.decode()
        with subtests.test(page=name):
            assert response.status_code == 200
            assert html.count("<h1") == 1
            assert page.title in html
            assert not response.cookies
            assert "Cookie" not in response.get("Vary", "")
            assert "csrfmiddlewaretoken" not in html
            assert "linktype" not in html


def costs(portal: Portal) -> dict[str, int]:
    """Of each page, and once more of those with a text, of the usual blocks only."""
    portal.write(ALL_BLOCKS)
    found = {name: cost(getattr(portal, name)) for name in PAGES}
    portal.write(USUAL_BLOCKS)
    return {**found, **{f"{name}, usual blocks": cost(getattr(portal, name)) for name in WRITTEN}}


def test_a_page_costs_the_same_however_much_content_there_is(portal: Portal) -> None:
    portal.fill(3)
    few = costs(portal)
    # More than a list shows on one page.
    portal.fill(10)
    many = costs(portal)
    assert many == few
    usual = {name: number for name, number in many.items() if name not in WRITTEN}
    assert {name: number for name, number in usual.items() if number > MAX_QUERIES} == {}


def without_zone(page: TerritoryPage) -> TerritoryPage:
    """A territory as an autosaved draft leaves it, which could not be published so."""
    TerritoryPage.objects.filter(pk=page.pk).update(zone=None)
    found: TerritoryPage = TerritoryPage.objects.get(pk=page.pk)
    return found


DRAFTS: dict[str, Callable[[Portal], Page]] = {
    "home": lambda portal: portal.home,
    "standard": lambda portal: StandardPageFactory.create(parent=portal.home),
    "news": lambda portal: NewsPageFactory.create(parent=portal.news_index),
    "guideline": lambda portal: GuidelinePageFactory.create(parent=portal.guideline_index),
    "experience": lambda portal: ExperiencePageFactory.create(parent=portal.experience_index),
    "territory": lambda portal: without_zone(TerritoryPageFactory.create(parent=portal.territory_index)),
    "house": lambda portal: CommunityHousePageFactory.create(parent=portal.territory),
    "path": lambda portal: PathPageFactory.create(parent=portal.territory),
}


def test_a_page_with_nothing_typed_but_its_title_can_be_read(
    portal: Portal, subtests: pytest.Subtests
) -> None:
    for name, make in DRAFTS.items():
        response = visit(make(portal))
        with subtests.test(page=name):
            assert response.status_code == 200
            assert ">None<" not in response.content.decode()


def test_a_page_whose_blocks_are_all_empty_can_be_read(portal: Portal, subtests: pytest.Subtests) -> None:
    for name in DRAFTS.keys() - {"home"}:
        page = DRAFTS[name](portal)
        if name == "territory":
            page.zone = ZoneFactory.create()
        if name == "guideline":
            page.chapters = stream([{"type": "chapter", "value": {"title": "", "body": []}}])
        else:
            page.body = stream(empty_values())
        page.save()
        response = visit(page)
        with subtests.test(page=name):
            assert response.status_code == 200
            assert "content-block" not in response.content.decode()


def test_a_draft_can_be_previewed_before_it_is_saved(portal: Portal, subtests: pytest.Subtests) -> None:
    for name, make in DRAFTS.items():
        page = type(make(portal))(title="Bozza", slug="bozza")
        parent = getattr(portal, name).get_parent()
        page.depth, page.path = parent.depth + 1, Page._get_children_path_interval(parent.path)[1]
        page.set_url_path(parent)
        response = page.make_preview_request()
        with subtests.test(page=name):
            assert response.status_code == 200


def test_an_unpublished_page_and_one_that_never_was_are_not_found(portal: Portal) -> None:
    hidden = StandardPageFactory.create(parent=portal.standard, live=False)
    assert visit(hidden).status_code == 404
    assert visit(portal.standard, "non-esiste/").status_code == 404


def test_a_page_below_an_unpublished_one_is_found_as_wagtail_finds_it(portal: Portal) -> None:
    hidden = StandardPageFactory.create(parent=portal.home, live=False)
    assert visit(StandardPageFactory.create(parent=hidden)).status_code == 200


def test_lists_leave_out_restricted_and_unpublished_pages(portal: Portal) -> None:
    from wagtail.models import PageViewRestriction

    secret = TerritoryPageFactory.create(parent=portal.territory_index, title="Territorio riservato")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    TerritoryPageFactory.create(parent=portal.territory_index, title="Territorio in bozza", live=False)
    for page in (portal.home, portal.territory_index, portal.sitemap):
        html = visit(page).content.decode()
        assert portal.territory.title in html
        assert "Territorio riservato" not in html
        assert "Territorio in bozza" not in html


@pytest.mark.parametrize("name", ["news_index", "experience_index"])
def test_what_is_no_page_number_shows_the_first_page_of_the_list(
    portal: Portal, name: str, subtests: pytest.Subtests
) -> None:
    page, shown = getattr(portal, name), getattr(portal, name.removesuffix("_index"))
    for query in ("?p=abc", "?p=1", "?p=%00", "?p=%D9%A3", "?page=abc&p="):
        with subtests.test(query=query):
            response = visit(page, query)
            assert response.status_code == 200
            assert shown.title in response.content.decode()


@pytest.mark.parametrize("name", ["news_index", "experience_index", "participation"])
def test_a_page_that_the_list_does_not_have_is_not_found(
    portal: Portal, name: str, subtests: pytest.Subtests
) -> None:
    page = getattr(portal, name)
    for query in ("?p=2", "?p=99", "?p=0", "?p=-1", "?p=999999999999999999999999", "?stato=aperti&p=9"):
        with subtests.test(query=query):
            assert visit(page, query).status_code == 404


def test_the_menu_holds_the_published_pages_that_editors_put_there(portal: Portal) -> None:
    StandardPageFactory.create(parent=portal.home, title="Fuori dal menu")
    html = visit(portal.news).content.decode()
    menu = html[html.index('id="menu-principale"') : html.index("</nav>", html.index('id="menu-principale"'))]
    assert "Novità" in menu
    assert "Territori" in menu
    assert "Fuori dal menu" not in menu
    assert menu.count("aria-current") == 1


def test_the_breadcrumb_leads_back_home(portal: Portal) -> None:
    html = visit(portal.house).content.decode()
    for page in (portal.home, portal.territory_index, portal.territory):
        assert f'href="{page.get_url()}"' in html
    assert f'<span aria-current="page">{portal.house.title}</span>' in html


def test_the_sitemap_for_search_engines_lists_every_public_page(portal: Portal) -> None:
    xml = Client().get("/sitemap.xml").content.decode()
    for name in PAGES:
        # What people search is not to be listed.
        assert (f"{getattr(portal, name).get_url()}</loc>" in xml) == (name != "search")


def test_the_home_page_shows_open_calls_and_coming_events_only(portal: Portal) -> None:
    now = timezone.now()
    CallPageFactory.create(parent=portal.participation, title="Avviso aperto")
    CallPageFactory.create(
        parent=portal.participation, title="Avviso chiuso", closes_at=now - timedelta(hours=1)
    )
    CallPageFactory.create(
        parent=portal.participation, title="Avviso senza date", opens_at=None, closes_at=None
    )
    EventPageFactory.create(parent=portal.participation, title="Evento futuro")
    EventPageFactory.create(
        parent=portal.participation,
        title="Evento passato",
        starts_at=now - timedelta(days=1),
        ends_at=now - timedelta(hours=20),
    )
    html = visit(portal.home).content.decode()
    assert "Avviso aperto" in html
    assert "Evento futuro" in html
    for title in ("Avviso chiuso", "Avviso senza date", "Evento passato"):
        assert title not in html
