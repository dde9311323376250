"""What every answer tells the browser, and what an anonymous reader never gets."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page, Site

from portal.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return Site.objects.get().root_page


def test_public_answers_carry_a_policy_without_exceptions() -> None:
    response = Client().get("/questa-pagina-non-esiste/")

    policy = directives(response)
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_admin_may_be_framed_by_itself_only_and_is_not_cached() -> None:
    response = Client().get("/admin/login/")

    assert response.status_code == 200
    assert directives(response)["frame-ancestors"] == "'self'"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]


def test_an_address_that_only_resembles_the_admin_gets_the_strict_policy() -> None:
    assert "unsafe" not in Client().get("/administrazione/")["Content-Security-Policy"]


def test_the_preview_of_a_page_may_be_framed_by_the_admin(home: Page) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("anna@example.org", "x"))

    response = client.get(f"/admin/pages/{home.pk}/view_draft/")

    assert response.status_code == 200
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert directives(response)["frame-ancestors"] == "'self'"


def test_an_anonymous_reader_gets_no_cookie_and_no_answer_that_varies_by_cookie(home: Page) -> None:
    for path in (home.url, "/robots.txt", "/sitemap.xml", "/healthz"):
        response = Client().get(path)

        assert response.status_code == 200, path
        assert not response.cookies, path
        assert "cookie" not in response.get("Vary", "").lower(), path


def test_a_body_larger_than_the_limit_is_refused_unread(settings: Settings) -> None:
    settings.MAX_BODY_BYTES = 10

    response = Client().post("/admin/login/", {"username": "x" * 100})

    assert response.status_code == 413
    assert "troppo grandi" in response.content.decode()


def directives(response: Any) -> dict[str, str]:
    parts = (part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return dict(parts)
