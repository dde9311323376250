"""Pages that name others lead only to what everybody may read."""

from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction

from candidature.models import ParticipationIndexPage
from portal.pages.visibility import readable
from tests.candidature.factories import CallPageFactory
from tests.home.factories import StandardPageFactory, make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.pages.visits import visit
from tests.territori.factories import (
    CommunityHousePageFactory,
    PathPageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return make_home()


@pytest.fixture
def territory(home: Page) -> Any:
    return TerritoryPageFactory.create(
        parent=TerritoryIndexPageFactory.create(parent=home), title="La valle riservata"
    )


def naming(kind: str, home: Page, territory: Page) -> Page:
    """A page of a kind that names the territory."""
    if kind == "news":
        page = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=home))
    elif kind == "path":
        page = PathPageFactory.create(parent=territory.get_parent().specific)
    else:
        above = home.add_child(instance=ParticipationIndexPage(title="Partecipa"))
        page = CallPageFactory.create(parent=above)
    page.territories.add(territory)
    page.save()
    return page


@pytest.mark.parametrize("kind", ["news", "path", "call"])
@pytest.mark.parametrize("how", ["draft", "password", "login"])
def test_a_territory_not_everybody_may_read_is_named_nowhere(
    home: Page, territory: Page, kind: str, how: str
) -> None:
    page = naming(kind, home, territory)
    assert "La valle riservata" in visit(page).content.decode()

    if how == "draft":
        territory.unpublish()
    else:
        PageViewRestriction.objects.create(page=territory, restriction_type=how, password="x")

    assert "La valle riservata" not in visit(page).content.decode()


def test_a_path_leads_to_its_house_while_everybody_may_read_it(home: Page, territory: Page) -> None:
    house = CommunityHousePageFactory.create(parent=territory, title="La Casa")
    path = PathPageFactory.create(parent=territory.get_parent().specific, community_house=house)
    assert f'<a href="{house.get_url()}">La Casa</a>' in visit(path).content.decode()

    PageViewRestriction.objects.create(page=house, restriction_type=PageViewRestriction.LOGIN)

    assert "La Casa" not in visit(path).content.decode()


def test_what_stands_below_a_restricted_page_is_left_out_and_the_order_stays(
    home: Page, django_assert_num_queries: Any
) -> None:
    above = StandardPageFactory.create(parent=home)
    below, first, second = (
        StandardPageFactory.create(parent=above),
        StandardPageFactory.create(parent=home),
        StandardPageFactory.create(parent=home),
    )
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)

    with django_assert_num_queries(1):
        assert readable([second, below, None, first]) == [second, first]
    with django_assert_num_queries(0):
        assert readable([None]) == []
