"""An editor writes an entry of the Carta: what is offered, what is refused, what is kept."""

from datetime import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html

from portal.editorial import checking
from portal.roles import Role
from territori.models import Municipality, OpeningHours, ResourceIndexPage, ResourcePage, TerritoryPage
from tests.home.factories import make_home
from tests.istruttoria.people import member_of
from tests.territori.factories import (
    MunicipalityFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    TerritoryIndexPageFactory,
    TerritoryPageFactory,
)

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture(autouse=True)
def editor(client: Client) -> None:
    client.force_login(member_of(Role.EDITORS))


@pytest.fixture
def carta() -> ResourceIndexPage:
    territory = TerritoryPageFactory.create(
        parent=TerritoryIndexPageFactory.create(parent=make_home()), title="Val Finta"
    )
    page: ResourceIndexPage = ResourceIndexPageFactory.create(parent=territory)
    return page


@pytest.fixture
def ours(carta: ResourceIndexPage) -> Municipality:
    zone = TerritoryPage.objects.get().zone
    municipality: Municipality = MunicipalityFactory.create(name="Nostro", zone=zone)
    return municipality


def shown(client: Client, page: ResourcePage) -> Any:
    """What the form holds as it is shown."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")


def save(client: Client, page: ResourcePage, **values: Any) -> Any:
    """Posts the page of the editor as it is shown, with these values."""
    return post(client, page, shown(client, page), **values)


def post(client: Client, page: ResourcePage, data: Any, **values: Any) -> Any:
    """Posts what was shown, with these values."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = data.copy()
    boxes = {name: values.pop(name) for name in ("for_whom",) if name in values}
    data.update(nested_form_data({"description": '{"blocks": [], "entityMap": {}}', **values}))
    for name, words in boxes.items():
        data.setlist(name, words)
    return client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")


def written(page: ResourcePage) -> ResourcePage:
    """As its latest version has it."""
    draft: ResourcePage = ResourcePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft


def errors(answer: Any) -> str:
    said = BeautifulSoup(answer.content, "html.parser").select(".error-message, .w-field__errors")
    return " ".join(one.get_text(" ", strip=True) for one in said)


def test_a_new_carta_is_called_after_its_zone(client: Client) -> None:
    territory = TerritoryPageFactory.create(
        parent=TerritoryIndexPageFactory.create(parent=make_home()), title="Val Finta"
    )
    address = reverse("wagtailadmin_pages:add", args=["territori", "resourceindexpage", territory.pk])
    read = BeautifulSoup(client.get(address).content, "html.parser")

    [title] = read.select("[name=title]")
    assert "Carta delle risorse e dei servizi – Val Finta" in (title.get("value"), title.get_text().strip())


def test_a_zone_has_one_carta(client: Client, carta: ResourceIndexPage) -> None:
    territory = carta.get_parent()
    address = reverse("wagtailadmin_pages:add", args=["territori", "resourceindexpage", territory.pk])

    assert not ResourceIndexPage.can_create_at(territory)
    assert client.get(address).status_code in (302, 403)


def test_only_municipalities_of_the_zone_are_offered(
    client: Client, carta: ResourceIndexPage, ours: Municipality
) -> None:
    MunicipalityFactory.create(name="Altrui")
    MunicipalityFactory.create(name="Di nessuno", zone=None)
    page = ResourcePageFactory.create(parent=carta)

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    options = BeautifulSoup(html, "html.parser").select("select[name=municipality] option")

    assert [option.get_text(strip=True) for option in options if option["value"]] == [str(ours)]


@pytest.mark.parametrize("which", ["foreign", "none"])
def test_a_municipality_of_another_zone_is_refused(
    client: Client, carta: ResourceIndexPage, ours: Municipality, which: str
) -> None:
    number = MunicipalityFactory.create().pk if which == "foreign" else 10**9
    page = ResourcePageFactory.create(parent=carta)

    save(client, page, municipality=number, **PUBLISH)

    assert ResourcePage.objects.get().municipality is None


def test_a_municipality_that_left_the_zone_stays_and_is_remarked(
    client: Client, carta: ResourceIndexPage, ours: Municipality
) -> None:
    page = ResourcePageFactory.create(parent=carta, municipality=ours)
    assert not [one for one in checking.findings(page) if one.check == "foreign_municipality"]
    ours.zone = MunicipalityFactory.create().zone
    ours.save()

    save(client, page, phone="055 000")

    assert (written(page).municipality, written(page).phone) == (ours, "055 000")
    # Read anew: the page holds its municipality as it was.
    found = checking.findings(ResourcePage.objects.get())
    assert [one.place for one in found if one.check == "foreign_municipality"] == ["municipality"]


def test_hours_and_audiences_are_ticked_kept_and_shown_again(
    client: Client, carta: ResourceIndexPage
) -> None:
    page = ResourcePageFactory.create(parent=carta)
    OpeningHours.objects.create(page=page, days="lun mar", opens=time(9), closes=time(13))

    # What the editor shows is posted again as it is, boxes of hours and all.
    answer = save(client, page, for_whom=["giovani", "anziani"], abstract="Che cosa offre.", **PUBLISH)

    assert answer.status_code == 302, errors(answer)
    kept = ResourcePage.objects.get()
    assert kept.for_whom == "giovani anziani"
    assert kept.for_whom_in_words() == ["Persone anziane", "Giovani"]
    assert [str(one) for one in kept.hours.all()] == ["lunedì, martedì dalle 09:00 alle 13:00"]


def test_new_hours_are_written_by_days_and_times(client: Client, carta: ResourceIndexPage) -> None:
    page = ResourcePageFactory.create(parent=carta)
    row = {"days": ["sab", "dom"], "opens": "22:00", "closes": "02:00", "id": "", "ORDER": "1"}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data: Any = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"description": '{"blocks": [], "entityMap": {}}'}))
    data.update(nested_form_data({"hours": inline_formset([{**row, "days": ""}]), **PUBLISH}))
    data.setlist("hours-0-days", row["days"])

    answer = client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 302, errors(answer)
    [hours] = ResourcePage.objects.get().hours.all()
    assert (hours.days, hours.opens, hours.closes) == ("sab dom", time(22), time(2))


def test_a_draft_may_be_half_typed(client: Client, carta: ResourceIndexPage) -> None:
    page = ResourcePageFactory.create(parent=carta, live=False)

    answer = save(client, page, kind="", latitude="43.7", longitude="")

    assert answer.status_code == 302, errors(answer)
    assert (written(page).kind, written(page).latitude) == ("", 43.7)
    view = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert view.status_code == 200


def test_with_one_coordinate_it_is_not_published(client: Client, carta: ResourceIndexPage) -> None:
    page = ResourcePageFactory.create(parent=carta, live=False)

    save(client, page, latitude="43.7", longitude="", **PUBLISH)
    assert not ResourcePage.objects.get().live

    save(client, page, latitude="43.7", longitude="11.2", **PUBLISH)
    assert ResourcePage.objects.get().live
