"""What every answer tells the browser, and what an anonymous reader never gets."""

from typing import Any

import pytest
from csp.decorators import csp_exempt, csp_update
from csp.exceptions import CSPNonceError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings
from wagtail.models import Page, Site

from portal.models import User
from portal.web.middleware import ContentSecurityPolicyMiddleware

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


class TestThePolicyThatIsPutTogetherOnce:
    def test_is_the_one_of_the_settings(self, settings: Settings) -> None:
        for path, wanted in (
            ("/healthz", settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]),
            ("/admin/login/", settings.ADMIN_CONTENT_SECURITY_POLICY),
        ):
            for _again in range(2):
                expected = {name: " ".join(sources) for name, sources in wanted.items()}
                assert directives(Client().get(path)) == expected, path

    def test_follows_the_settings(self, settings: Settings) -> None:
        middleware: Any = ContentSecurityPolicyMiddleware(lambda _request: HttpResponse())
        assert "example.org" not in middleware(_request())["Content-Security-Policy"]

        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["https://example.org"]}}

        assert middleware(_request())["Content-Security-Policy"] == "default-src https://example.org"

    def test_is_not_that_of_an_answer_which_says_more(self) -> None:
        usual = _through(lambda _request: HttpResponse())
        view = csp_update({"img-src": ["https://example.org"]})(lambda _request: HttpResponse())
        answer = _through(view)

        assert directives(answer)["img-src"] == "'self' data: https://example.org"
        assert "example.org" not in usual["Content-Security-Policy"]

    def test_is_none_for_a_view_that_is_exempt(self) -> None:
        view = csp_exempt()(lambda _request: HttpResponse())

        assert "Content-Security-Policy" not in _through(view)

    def test_takes_no_nonce_once_it_is_said(self) -> None:
        asked = _request()
        _through(lambda _request: HttpResponse(), asked)

        with pytest.raises(CSPNonceError):
            str(asked.csp_nonce)

    def test_leaves_a_policy_that_stands_there(self) -> None:
        own = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

        answer = _through(lambda _request: own)

        assert answer["Content-Security-Policy"] == "default-src 'none'"


def _through(view: Any, request: Any = None) -> Any:
    """What the middleware makes of the answer of a view."""
    middleware: Any = ContentSecurityPolicyMiddleware(view)
    return middleware(request or _request())


def _request() -> Any:
    return RequestFactory().get("/una-pagina/")


def directives(response: Any) -> dict[str, str]:
    parts = (part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return dict(parts)
