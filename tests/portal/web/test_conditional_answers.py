"""Public answers are compressed and asked for again cheaply; what belongs to one person is neither."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.models import HomePage
from tests.candidature.factories import CallPageFactory
from tests.home.factories import make_home
from tests.istruttoria.people import administrator

pytestmark = pytest.mark.django_db

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def address() -> str:
    text: str = make_home().url
    return text


def test_a_page_goes_out_compressed_to_a_browser_that_can_read_it(address: str) -> None:
    plain = Client().get(address)
    compressed = Client().get(address, headers=GZIP)

    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert int(compressed["Content-Length"]) == len(compressed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain
    for response in (plain, compressed):
        assert response["Vary"] == "Accept-Encoding"


def test_a_page_that_has_not_changed_is_not_sent_again(address: str) -> None:
    first = Client().get(address, headers=GZIP)

    again = Client().get(address, headers={**GZIP, "If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in again


def test_a_page_that_has_changed_is_sent_again(address: str) -> None:
    first = Client().get(address)
    page = HomePage.objects.get()
    page.title = "Un titolo nuovo"
    page.save_revision().publish()

    again = Client().get(address, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_what_machines_read_has_an_etag_too(path: str) -> None:
    first = Client().get(path)

    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_an_applicants_page_is_neither_compressed_nor_kept() -> None:
    call = CallPageFactory.create(parent=Page.get_first_root_node())

    begun = Client().post(reverse("candidature:start", args=[call.pk]))
    response = Client().get(begun["Location"], headers=GZIP)

    assert response.status_code == 200
    assert len(response.content) > 1000
    assert_is_personal(response)


def test_the_page_before_anything_is_typed_may_be_kept() -> None:
    call = CallPageFactory.create(parent=Page.get_first_root_node())

    response = Client().get(reverse("candidature:start", args=[call.pk]))

    assert response["Cache-Control"] == "no-cache"
    assert "noindex" in response["X-Robots-Tag"]
    assert Client().get(reverse("candidature:find"))["Cache-Control"] == "no-cache"
    call.closes_at = timezone.now() - timedelta(hours=1)
    call.save()
    closed = Client().get(reverse("candidature:start", args=[call.pk]))
    assert (closed.status_code, closed["Cache-Control"]) == (410, "no-cache")


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/"])
def test_a_staff_page_is_neither_compressed_nor_kept(path: str) -> None:
    response = Client().get(path, headers=GZIP)

    assert len(response.content) > 1000
    assert_is_personal(response)


def test_a_public_page_shown_to_staff_is_neither(address: str, client: Client) -> None:
    client.force_login(administrator())

    response = client.get(address, headers=GZIP)

    assert response.status_code == 200
    assert_is_personal(response)


def test_a_restricted_page_asks_for_its_password_uncompressed(address: str) -> None:
    page = HomePage.objects.get()
    page.view_restrictions.create(restriction_type="password", password="parola")
    client = Client()

    for _visit in ("first", "with the cookie of the first"):
        response = client.get(address, headers=GZIP)

        assert response.status_code == 200
        assert b"csrfmiddlewaretoken" in response.content
        assert_is_personal(response)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_an_answer_of_now_is_never_taken_from_before(path: str) -> None:
    assert "ETag" not in Client().get(path)


def assert_is_personal(response: Any) -> None:
    assert "Content-Encoding" not in response
    assert "ETag" not in response
