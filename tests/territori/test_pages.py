from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from portal.models import User
from territori.models import Phase, TerritoryPage
from tests.home.factories import make_home
from tests.portal.blocks.bodies import stream
from tests.portal.pages.visits import visit
from tests.territori.factories import (
    CommunityHousePageFactory,
    MunicipalityFactory,
    PathPageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> Page:
    return TerritoryIndexPageFactory.create(parent=make_home())


def test_a_territory_lists_its_municipalities_houses_and_paths(index: Page) -> None:
    territory = TerritoryPageFactory.create(parent=index)
    municipality = MunicipalityFactory.create(zone=territory.zone)
    house = CommunityHousePageFactory.create(parent=territory)
    below = PathPageFactory.create(parent=territory)
    elsewhere = PathPageFactory.create(parent=index)
    elsewhere.territories.add(territory)
    elsewhere.save()
    stranger = PathPageFactory.create(parent=index)
    html = visit(territory).content.decode()
    for name in (municipality.name, house.title, below.title, elsewhere.title):
        assert name in html
    assert stranger.title not in html


def test_a_territory_without_municipalities_says_that_they_are_not_known(index: Page) -> None:
    assert "Dato non disponibile" in visit(TerritoryPageFactory.create(parent=index)).content.decode()


def test_a_territory_says_of_which_health_authority_it_is_and_whom_to_ask(index: Page) -> None:
    contacts = [{"type": "contacts", "value": {"office": "Ufficio di piano", "email": "zona@example.org"}}]
    territory = TerritoryPageFactory.create(
        parent=index, asl="Azienda Finta", sds="Società Finta", contacts=stream(contacts)
    )

    html: Any = BeautifulSoup(visit(territory).content, "html.parser")

    facts = {row.dt.text.strip(): row.dd.text.strip() for row in html.select("main dl.facts > div")}
    assert (facts["Azienda sanitaria"], facts["Società della Salute"]) == ("Azienda Finta", "Società Finta")
    section = html.select_one("section[aria-labelledby=contatti]")
    assert section.h2.text == "Contatti"
    assert "Ufficio di piano" in section.text
    assert section.a["href"] == "mailto:zona@example.org"


def test_a_copy_of_a_territory_starts_without_a_zone(index: Page) -> None:
    territory = TerritoryPageFactory.create(parent=index)
    copy = territory.copy(update_attrs={"slug": "copia"}, keep_live=False)
    assert TerritoryPage.objects.get(pk=copy.pk).zone is None


def test_a_territory_is_copied_as_a_draft_whatever_is_asked_for(client: Client, index: Page) -> None:
    client.force_login(User.objects.create_superuser("anna@example.org", "x"))
    territory = TerritoryPageFactory.create(parent=index)
    values = {"new_title": "Copia", "new_slug": "copia", "new_parent_page": index.pk}
    client.post(f"/admin/pages/{territory.pk}/copy/", {**values, "publish_copies": "on", "alias": "on"})
    copy = TerritoryPage.objects.get(slug="copia")
    assert (copy.live, copy.zone, copy.alias_of) == (False, None, None)


def test_a_path_shows_the_phase_of_today_as_current_and_an_undated_one_never(index: Page) -> None:
    path = PathPageFactory.create(parent=index)
    today = timezone.localdate()
    Phase.objects.create(
        page=path,
        title="Laboratori",
        start=today - timedelta(days=1),
        end=today + timedelta(days=1),
        sort_order=0,
    )
    Phase.objects.create(page=path, title="Senza data", date_note="in maggio", sort_order=1)
    Phase.objects.create(
        page=path, title="Formazione", start=date(2021, 5, 1), end=date(2021, 6, 1), sort_order=2
    )
    html = visit(path).content.decode()
    timeline = html[html.index('class="phase-list') :]
    assert timeline.count('aria-current="step"') == 1
    assert "Data non disponibile (in maggio)" in timeline
    assert "1 maggio 2021 – 1 giugno 2021" in timeline
    assert "In corso: Laboratori" in " ".join(html.split())


def test_a_house_says_which_state_it_is_in_or_that_it_is_not_known(index: Page) -> None:
    territory = TerritoryPageFactory.create(parent=index)
    assert (
        "Aperta in parte"
        in visit(
            CommunityHousePageFactory.create(parent=territory, opening_state="partly_open")
        ).content.decode()
    )
    assert (
        "Dato non disponibile" in visit(CommunityHousePageFactory.create(parent=territory)).content.decode()
    )
