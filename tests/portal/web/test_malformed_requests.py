"""What no browser sends is refused with status 400, and a sentence."""

import pytest
from django.test import Client

from portal.roles import Role
from tests.istruttoria.people import administrator, member_of
from tests.portal.addresses import World

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
CODECS = [
    "hex",
    "base64",
    "rot13",
    "utf-16",
    "idna",
    "punycode",
    "zlib",
    "unicode_escape",
    "iso-8859-1",
    "no",
]


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/", "/nessuna/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_form_in_another_character_set_is_refused(path: str, method: str) -> None:
    for charset in CODECS:
        response = Client().generic(method, path, b"username=a", content_type=f"{FORM}; charset={charset}")

        assert response.status_code == 400, charset
        assert "diversa da UTF-8" in response.content.decode()
        assert "default-src" in response["Content-Security-Policy"]


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_a_form_that_says_it_is_utf_8_is_read(charset: str) -> None:
    response = Client().generic(
        "POST", "/admin/login/", b"username=perch%C3%A9", content_type=f"{FORM}; charset={charset}"
    )

    assert response.status_code == 200
    assert "perché" in response.content.decode()


def test_a_page_without_the_numbers_of_its_blocks_is_refused(client: Client) -> None:
    world = World()
    client.force_login(member_of(Role.EDITORS))
    address = f"/admin/pages/{world.page.pk}/edit/"
    fields = {"title": "Titolo", "slug": "titolo"}

    for broken in ({}, {"body-count": "x"}, {"form_steps-count": "-"}, {"body-count": "3"}):
        response = client.post(address, {**fields, **broken})
        assert response.status_code == 400, broken
        assert "arrivato incompleto" in response.content.decode()


def test_an_error_of_ours_is_not_taken_for_a_bad_request() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(administrator())

    assert client.get("/admin/failwhale/").status_code == 500
