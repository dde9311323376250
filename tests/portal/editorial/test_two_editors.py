"""Of two who edit the same page neither loses what they typed, scripts or not."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db.models import F
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from home.models import StandardPage
from portal.editorial import two_editors
from portal.roles import Role
from tests.home.factories import StandardPageFactory, make_home
from tests.istruttoria.people import member_of
from tests.portal.editorial.test_doors import text_of

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture
def page() -> StandardPage:
    found = StandardPageFactory.create(parent=make_home(), title="All’inizio", abstract="Sommario")
    found.save_revision(user=member_of(Role.EDITORS)).publish()
    made: StandardPage = StandardPage.objects.get(pk=found.pk)
    return made


def somebody() -> Client:
    client = Client()
    client.force_login(member_of(Role.EDITORS))
    return client


def address(page: StandardPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def opened(client: Client, page: StandardPage) -> Any:
    """The editor's form as it was shown."""
    return form_in(client.get(address(page)))


def form_in(response: Any) -> Any:
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"body": streamfield([])}))
    return data


def press(client: Client, page: StandardPage, form: Any, **typed: str) -> Any:
    form = form.copy()
    for name, value in typed.items():
        form[name] = value
    return client.post(address(page), form, follow=True)


def a_while_ago(page: StandardPage) -> None:
    """Makes the versions that there are older than what may still be on its way."""
    page.revisions.update(created_at=F("created_at") - timedelta(minutes=5))


def based_on(html: str) -> str:
    """The version that a part of the editor says it shows."""
    # It is sent in a template, where selectors of some versions of the parser do not look.
    (shown,) = BeautifulSoup(html, "html.parser").find_all("input", attrs={"data-base-version": True})
    return str(shown["value"])


def draft(page: StandardPage) -> StandardPage:
    made: StandardPage = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return made


def titles(page: StandardPage) -> list[str]:
    return [one.content["title"] for one in page.revisions.order_by("-created_at", "-pk")]


@pytest.mark.parametrize("button", [{}, PUBLISH], ids=["save", "publish"])
def test_the_second_press_keeps_what_was_typed_beside_the_first(page: StandardPage, button: Any) -> None:
    ada, bruno = somebody(), somebody()
    form_of_ada, form_of_bruno = opened(ada, page), opened(bruno, page)
    press(ada, page, form_of_ada, title="Di Ada")

    told = press(bruno, page, form_of_bruno, title="Di Bruno", **button)

    assert draft(page).title == "Di Ada"
    assert StandardPage.objects.get(pk=page.pk).title == "All’inizio"
    assert titles(page)[:2] == ["Di Ada", "Di Bruno"]
    text = text_of(told)
    assert "ha salvato questa pagina mentre la modificavi" in text
    assert 'value="Di Ada"' in text
    assert PageLogEntry.objects.filter(page=page.pk, action="portal.kept_beside").count() == 1
    mine, theirs = page.revisions.order_by("-created_at", "-pk")[1], draft(page).latest_revision
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, theirs.pk, mine.pk])
    take_up = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, mine.pk])
    assert compare in text
    assert take_up in text
    compared = text_of(bruno.get(compare))
    assert "Ada" in compared
    assert "Bruno" in compared
    # What was kept is taken up again on purpose: then it counts.
    again = form_in(bruno.get(take_up))
    assert again["title"] == "Di Bruno"
    press(bruno, page, again)
    assert draft(page).title == "Di Bruno"


def test_a_form_with_mistakes_stays_outdated_until_it_is_right(page: StandardPage) -> None:
    ada, bruno = somebody(), somebody()
    form_of_ada, form_of_bruno = opened(ada, page), opened(bruno, page)
    press(ada, page, form_of_ada, title="Di Ada")
    refused = press(bruno, page, form_of_bruno, title="Di Bruno", abstract="x" * 301)
    assert 'value="Di Bruno"' in text_of(refused)
    assert "ha salvato questa pagina mentre la modificavi" in text_of(refused)

    press(bruno, page, form_in(refused), abstract="Breve")

    assert draft(page).title == "Di Ada"
    assert titles(page)[:2] == ["Di Ada", "Di Bruno"]


def test_two_tabs_of_one_person_are_two_editors(page: StandardPage) -> None:
    ada = somebody()
    one, other = opened(ada, page), opened(ada, page)
    press(ada, page, one, title="Prima scheda")
    a_while_ago(page)
    told = press(ada, page, other, title="Seconda scheda")
    assert "forse in un’altra scheda" in text_of(told)
    assert draft(page).title == "Prima scheda"


def test_one_who_works_alone_hears_nothing(page: StandardPage) -> None:
    ada = somebody()
    saved = press(ada, page, opened(ada, page), title="Prima")
    published = press(ada, page, form_in(saved), title="Poi", **PUBLISH)
    assert "mentre la modificavi" not in text_of(saved) + text_of(published)
    assert StandardPage.objects.get(pk=page.pk).title == "Poi"


def test_what_the_script_saved_by_itself_is_ones_own(
    page: StandardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button posts the form, to which each automatic save brought its own version."""
    ada = somebody()
    form = opened(ada, page)
    own: dict[str, str] = {}
    for title in ("Da sola", "Ancora da sola"):
        automatic = ada.post(
            address(page), {**form.dict(), **own, "title": title}, headers={"accept": "application/json"}
        ).json()
        assert automatic["success"]
        own = {"overwrite_revision_id": str(automatic["revision_id"])}
        form["base_version"] = based_on(automatic["html"])
    # Not because it was a moment ago.
    monkeypatch.setattr(two_editors, "JUST_NOW", timedelta())

    told = press(ada, page, form, title="A mano")

    assert "mentre la modificavi" not in text_of(told)
    assert titles(page)[0] == "A mano"


def test_each_automatic_save_says_which_version_it_wrote(page: StandardPage) -> None:
    ada = somebody()
    form = opened(ada, page)
    automatic = ada.post(
        address(page), {**form.dict(), "title": "Da sola"}, headers={"accept": "application/json"}
    ).json()

    now = StandardPage.objects.get(pk=page.pk)
    assert based_on(automatic["html"]) == two_editors.base_of(now) != form["base_version"]


def test_a_press_while_an_automatic_save_is_on_its_way_is_ones_own(page: StandardPage) -> None:
    ada = somebody()
    form = opened(ada, page)
    ada.post(address(page), {**form.dict(), "title": "Da sola"}, headers={"accept": "application/json"})

    told = press(ada, page, form, title="A mano")

    assert "mentre la modificavi" not in text_of(told)
    assert titles(page)[:2] == ["A mano", "Da sola"]


def test_a_page_that_another_overwrote_by_itself_is_kept(page: StandardPage) -> None:
    ada, bruno = somebody(), somebody()
    form = opened(ada, page)
    automatic = {**form.dict(), "title": "Da sola"}
    number = str(
        ada.post(address(page), automatic, headers={"accept": "application/json"}).json()["revision_id"]
    )
    form_of_bruno = opened(bruno, page)
    # The same version says something else now.
    more = {**automatic, "title": "Da sola, ancora", "overwrite_revision_id": number}
    assert ada.post(address(page), more, headers={"accept": "application/json"}).json()["success"]

    press(bruno, page, form_of_bruno, title="Di Bruno")

    assert draft(page).title == "Da sola, ancora"
    assert "Di Bruno" in titles(page)
