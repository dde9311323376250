"""The editor of a Casa della Comunità offers municipalities by zone."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from portal.models import User
from territori.models import CommunityHousePage, Municipality, Zone
from tests.territori.factories import CommunityHousePageFactory, TerritoryPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(client: Client) -> CommunityHousePage:
    client.force_login(User.objects.create_superuser(email="redazione@example.org", password="segreta"))
    north, south = (Zone.objects.create(name=name, slug=name.lower()) for name in ("Nord", "Sud"))
    for name, zone in (("Bovino", south), ("Abeto", south), ("Zocca", north), ("Incerto", None)):
        Municipality.objects.create(name=name, province="FI", cadastral_code=f"X{name[:3]}", zone=zone)
    root = Site.objects.get(is_default_site=True).root_page
    territory = TerritoryPageFactory.create(parent=root, zone=south)
    found: CommunityHousePage = CommunityHousePageFactory.create(parent=territory)
    return found


def groups(client: Client, page: Page) -> dict[str, tuple[bool, list[str]]]:
    """Whether each group is open, and what it offers."""
    read = BeautifulSoup(
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser"
    )
    return {
        str(details.select("summary")[0].contents[0]).strip(): (
            details.has_attr("open"),
            [label.get_text(strip=True) for label in details.select("li label")],
        )
        for details in read.select("[data-grouped-boxes] details")
    }


def save(client: Client, page: Page, *chosen: Municipality | int) -> CommunityHousePage:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data: Any = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data(dict.fromkeys(("services", "body", "contacts"), streamfield([]))))
    data.setlist("municipalities", [str(getattr(one, "pk", one)) for one in chosen])
    client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")
    found: CommunityHousePage = CommunityHousePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return found


def test_each_zone_is_a_group_and_the_zone_of_the_page_above_is_open(
    client: Client, house: CommunityHousePage
) -> None:
    assert groups(client, house) == {
        "Nord": (False, ["Zocca (FI)"]),
        "Sud": (True, ["Abeto (FI)", "Bovino (FI)"]),
        "Zona non ancora indicata": (False, ["Incerto (FI)"]),
    }


def test_what_is_ticked_is_kept_and_its_zone_opens(client: Client, house: CommunityHousePage) -> None:
    chosen = list(Municipality.objects.filter(name__in=("Zocca", "Bovino")))

    assert set(save(client, house, *chosen).municipalities.all()) == set(chosen)
    opened = groups(client, house)
    assert (opened["Nord"][0], opened["Zona non ancora indicata"][0]) == (True, False)
    # What the page shows is posted again as it is.
    address = reverse("wagtailadmin_pages:edit", args=[house.pk])
    shown = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    assert set(shown.getlist("municipalities")) == {str(one.pk) for one in chosen}


def test_a_municipality_that_is_gone_is_refused_and_the_rest_stays_ticked(
    client: Client, house: CommunityHousePage
) -> None:
    kept = Municipality.objects.get(name="Zocca")
    save(client, house, kept)

    assert list(save(client, house, kept, 10**6).municipalities.all()) == [kept]


def test_the_zones_cost_one_query_whatever_the_number_of_municipalities(
    client: Client, house: CommunityHousePage, django_assert_max_num_queries: Any
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[house.pk])
    client.get(address)
    for number in range(40):
        Municipality.objects.create(
            name=f"Altro {number}", province="FI", cadastral_code=f"Y{number}", zone=Zone.objects.first()
        )
    with django_assert_max_num_queries(60) as asked:
        client.get(address)
    assert sum('"territori_municipality"' in query["sql"] for query in asked.captured_queries) <= 3
    assert sum('FROM "territori_zone"' in query["sql"] for query in asked.captured_queries) <= 2
