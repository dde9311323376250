import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from territori.models import Zone
from tests.candidature.factories import UserFactory
from tests.territori.factories import MunicipalityFactory, OrganisationFactory, ZoneFactory

pytestmark = pytest.mark.django_db

MUNICIPALITIES = "/admin/territori/municipality/"


def login(*permissions: str) -> Client:
    user = UserFactory.create()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client = Client()
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return b"".join(response).decode() if response.streaming else response.content.decode()


def test_staff_find_a_municipality_by_name_province_and_zone() -> None:
    client = login("view_municipality", "change_municipality")
    found = MunicipalityFactory.create(name="Trovato", province="SI")
    MunicipalityFactory.create(name="Altro", province="FI")
    for query in ("?q=Trovato", "?province=SI", f"?zone__id__exact={found.zone_id}"):
        html = words(client.get(f"{MUNICIPALITIES}{query}"))
        assert "Trovato" in html
        assert "Altro" not in html


@pytest.mark.parametrize(
    "query",
    ["?foo=1", "?zone=abc", "?p=abc", "?p=-1", "?o=99", "?province=%00", "?zone__id__exact=x", "?q=%22"],
)
def test_a_strange_address_is_no_error(query: str) -> None:
    response = login("view_municipality", "change_municipality").get(f"{MUNICIPALITIES}{query}", follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "zone__committees__members__password__regex=.",
        "zone__name=Prova",
        "zone__name__startswith=P",
        "pk__in=99999999999999999999",
        "name__regex=(",
        "id=1",
        "province__regex=.",
        "zone__id__in=1,2",
        f"q={'x%20' * 1000}",
        "export=exe",
        "province=%00",
        "q=Sempre%00",
    ],
)
def test_the_register_takes_the_filters_that_it_shows_and_no_other(query: str) -> None:
    client = login("view_municipality", "change_municipality")
    MunicipalityFactory.create(name="Sempre visibile")

    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"{MUNICIPALITIES}?{query}")

    assert (response.status_code, response["Location"]) == (302, MUNICIPALITIES)
    assert not [one for one in asked if 'FROM "territori_municipality"' in one["sql"]]
    shown = words(client.get(MUNICIPALITIES))
    said = "L’indirizzo conteneva un filtro che non esiste: ecco tutto il registro."
    assert said in [line.strip() for line in shown.splitlines()]
    assert "Sempre visibile" in shown


def test_a_search_may_be_so_long_and_no_longer() -> None:
    client = login("view_municipality", "change_municipality")
    assert client.get(MUNICIPALITIES, {"q": "x" * 200}).status_code == 200
    assert client.get(MUNICIPALITIES, {"q": "x" * 201}).status_code == 302


def test_sorting_asks_for_a_column_that_is_shown_or_for_nothing() -> None:
    client = login("view_municipality", "change_municipality")
    MunicipalityFactory.create()
    for order in ("0", "-2", "99", "zone__committees__members__password", "-", "1.1.1", "٣"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(MUNICIPALITIES, {"o": order}).status_code == 200
        assert not [one for one in asked if "committee" in one["sql"]]


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@somma", "\tx", "\rx", " =1", "\n=1", "＝1", "\u00a0@x"]
)
def test_no_exported_cell_can_become_a_formula(name: str) -> None:
    client = login("view_municipality", "change_municipality")
    MunicipalityFactory.create(name=name)
    assert f"'{name}" in words(client.get(f"{MUNICIPALITIES}?export=csv"))


@pytest.mark.parametrize("number", ["abc", "0", "1_1", "99999999999999999999999"])
@pytest.mark.parametrize("action", ["edit", "delete"])
def test_an_address_of_no_row_is_not_found(action: str, number: str) -> None:
    client = login("view_municipality", "change_municipality", "delete_municipality")
    assert client.get(f"{MUNICIPALITIES}{action}/{number}/").status_code == 404


def test_a_zone_in_use_stays_and_it_is_said_why() -> None:
    zone = MunicipalityFactory.create().zone
    assert zone is not None
    client = login("view_zone", "change_zone", "delete_zone")
    response = client.post(f"/admin/territori/zone/delete/{zone.pk}/", follow=True)
    said = f"«{zone}» è in uso, perciò non si elimina."
    assert said in [line.strip() for line in words(response).splitlines()]
    assert Zone.objects.filter(pk=zone.pk).exists()


def test_a_zone_that_nothing_names_is_deleted() -> None:
    zone = ZoneFactory.create()
    login("view_zone", "change_zone", "delete_zone").post(f"/admin/territori/zone/delete/{zone.pk}/")
    assert not Zone.objects.filter(pk=zone.pk).exists()


def test_the_spreadsheet_holds_the_register() -> None:
    client = login("view_municipality", "change_municipality")
    MunicipalityFactory.create(
        name="Prova", cadastral_code="A001", zone=ZoneFactory.create(name="Zona di prova")
    )
    content = b"".join(client.get(f"{MUNICIPALITIES}?export=xlsx"))
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert rows[1] == ("Prova", "FI", "A001", "Zona di prova")


def test_who_may_only_look_cannot_take_the_register_away() -> None:
    MunicipalityFactory.create(name="Nascosto")
    response = login("view_municipality").get(f"{MUNICIPALITIES}?export=csv")
    assert response.status_code != 200 or "Nascosto" not in words(response)


def test_organisations_can_be_searched() -> None:
    OrganisationFactory.create(name="Cooperativa Trovata")
    OrganisationFactory.create(name="Altra")
    client = login("view_organisation", "change_organisation")
    html = words(client.get("/admin/snippets/territori/organisation/?q=Trovata"))
    assert "Cooperativa Trovata" in html
    assert ">Altra<" not in html
