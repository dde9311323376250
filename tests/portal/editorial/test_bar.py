"""Editors have Wagtail's bar, with its checker, on public pages and in previews; nobody else notices it."""

from typing import Any

import pytest
from django.test import Client

from portal.roles import Role
from tests.candidature.factories import CallPageFactory, submitted
from tests.home.factories import make_home
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db

BAR = "wagtail-userbar"


@pytest.fixture
def page() -> Any:
    return CallPageFactory.create(parent=make_home())


def logged_in(role: Role) -> Client:
    client = Client()
    client.force_login(member_of(role))
    return client


def test_a_visitor_gets_the_same_page_as_before(page: Any) -> None:
    response = Client().get(page.url)
    assert BAR not in response.content.decode()
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert response.has_header("ETag")


def test_an_editor_has_the_bar_and_nobody_may_keep_that_answer(page: Any) -> None:
    response = logged_in(Role.EDITORS).get(page.url)
    assert "checker-axe-configuration" in response.content.decode()
    assert "Cookie" in response["Vary"]
    assert not response.has_header("ETag")
    # The public policy bears it: it needs no inline script or style.
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_a_reviewer_has_nothing_to_edit(page: Any) -> None:
    assert BAR not in logged_in(Role.REVIEWERS).get(page.url).content.decode()


def test_the_preview_has_the_checker(page: Any) -> None:
    response = logged_in(Role.EDITORS).get(f"/admin/pages/{page.pk}/view_draft/")
    assert "checker-axe-configuration" in response.content.decode()


def test_an_old_session_shows_nothing(page: Any) -> None:
    client = Client()
    client.cookies["sessionid"] = "finita-da-tempo"
    assert BAR not in client.get(page.url).content.decode()


def test_a_page_of_an_applicant_never_shows_it(page: Any) -> None:
    editor = logged_in(Role.EDITORS)
    submitted(page)
    assert BAR not in editor.get("/candidature/ritrova/", follow=True).content.decode()
