"""Several pages published at once: what keeps any of them back is told of all together."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_webtest import DjangoTestApp

from candidature.models import CallPage
from portal.roles import Role
from tests.candidature.changes.conftest import text
from tests.candidature.factories import CallPageFactory, draft_token
from tests.candidature.public.journey import form_of
from tests.home.factories import make_home
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db

ADDRESS = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
REFUSED = "Nessuna pagina è stata pubblicata"


@pytest.fixture
def index() -> Any:
    return CallPageFactory.create(parent=make_home(), title="Sempre pubblico").get_parent()


@pytest.fixture
def app(django_app: DjangoTestApp) -> DjangoTestApp:
    django_app.set_user(member_of(Role.EDITORS))
    return django_app


def call(index: Any, title: str, **fields: Any) -> CallPage:
    made: CallPage = CallPageFactory.create(parent=index, title=title, live=False, **fields)
    return made


def publish(app: DjangoTestApp, *pages: Any, below: bool = False, **more: Any) -> Any:
    """Presses “Sì, pubblica” on the page that asks."""
    asked = app.get(ADDRESS, {"id": [page.pk for page in pages], "next": "/admin/pages/"})
    form = next(
        form for form in asked.forms.values() if form.method == "POST" and form.action.startswith(ADDRESS)
    )
    if below:
        form["include_descendants"] = True
    return form.submit(**more)


def live() -> set[str]:
    return set(CallPage.objects.filter(live=True).values_list("title", flat=True)) - {
        "Sempre pubblico",
        "In uso",
    }


def part(page: Any, heading: str) -> str:
    """What stands below one of the headings."""
    return " ".join(page.html.find(id=heading).parent.get_text(" ").split())


def test_every_problem_of_every_page_is_listed_and_none_is_published(app: DjangoTestApp, index: Any) -> None:
    """Kills: only the first page told of, only the first of its errors, those in order told of as broken."""
    first = call(index, "Avviso uno", office="", privacy_notice=None)
    second = call(index, "Avviso due", office="")
    good = call(index, "Avviso in ordine")

    told = publish(app, first, good, second, status=409)

    assert REFUSED in told
    assert live() == set()
    wrong = part(told, "da-correggere")
    assert "2 pagine da correggere" in wrong
    assert wrong.count("Manca l’ufficio competente") == 2
    assert "informativa" in wrong
    assert "Avviso in ordine" not in wrong
    assert "Avviso in ordine" in part(told, "in-ordine")
    for page in (first, second):
        place = f"/admin/pages/{page.pk}/edit/#:w:contentpath=office"
        assert told.html.find("a", href=place) is not None


def test_those_in_order_are_published_by_one_press_that_leads_back(app: DjangoTestApp, index: Any) -> None:
    pages = [call(index, f"In ordine {number}") for number in (1, 2)]
    told = publish(app, call(index, "Rotto", office=""), *pages, status=409)

    answer = told.forms["pubblica-in-ordine"].submit(status=302)

    assert answer.location == "/admin/pages/"
    assert live() == {"In ordine 1", "In ordine 2"}


def test_what_changes_for_who_is_writing_is_told_of_beside_what_is_wrong(
    app: DjangoTestApp, index: Any
) -> None:
    used = CallPageFactory.create(parent=index, title="In uso", steps=form_of([text("a")]))
    used.save_revision().publish()
    draft_token(used, answers={"a": "Già scritto"})
    draft = CallPage.objects.get(pk=used.pk)
    draft.steps = form_of([text("b")])
    draft.save_revision()

    told = publish(app, used, call(index, "Rotto", office=""), call(index, "In ordine"), status=409)

    waiting = told.html.find(id="da-confermare").parent
    assert [link.get_text() for link in waiting.find_all("a")] == ["In uso"]
    assert waiting.a["href"].startswith("/admin/")
    assert "Rotto" in part(told, "da-correggere")
    assert "In ordine" in part(told, "in-ordine")
    assert CallPage.objects.get(pk=used.pk).has_unpublished_changes


def test_drafts_below_count_where_they_are_meant(app: DjangoTestApp, index: Any) -> None:
    call(index, "Rotto", office="")
    call(index, "In ordine")

    publish(app, index, status=302)
    assert live() == set()
    told = publish(app, index, below=True, status=409)

    assert "Rotto" in part(told, "da-correggere")
    assert "In ordine" in part(told, "in-ordine")
    assert live() == set()


def test_several_in_order_are_published_at_once(app: DjangoTestApp, index: Any) -> None:
    publish(app, *(call(index, f"In ordine {number}") for number in (1, 2)), status=302)
    assert live() == {"In ordine 1", "In ordine 2"}


def test_one_alone_leads_to_its_editor_with_the_list_on_top(client: Client, index: Any) -> None:
    client.force_login(member_of(Role.EDITORS))
    page = call(index, "Rotto", office="")

    answer = client.post(f"{ADDRESS}?id={page.pk}")

    assert answer.headers["Location"] == f"/admin/pages/{page.pk}/edit/?controlli=1"
    assert live() == set()
