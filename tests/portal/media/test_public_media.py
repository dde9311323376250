"""Public files: pictures are shown, the rest can only be downloaded, and nothing outside is reached."""

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def put(settings: Settings) -> Any:
    def write(name: str, content: bytes = b"content") -> str:
        file = Path(settings.MEDIA_ROOT) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return f"/media/{name}"

    return write


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("casa.avif", "image/avif"),
        ("casa.gif", "image/gif"),
        ("casa.jpeg", "image/jpeg"),
        ("CASA.JPG", "image/jpeg"),
        ("casa.png", "image/png"),
        ("casa.webp", "image/webp"),
    ],
)
def test_a_picture_is_shown(put: Any, name: str, content_type: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A machine without a list of types of its own.
    monkeypatch.setattr(mimetypes, "_db", mimetypes.MimeTypes(filenames=()))

    response = Client().get(put(f"images/{name}"))

    assert response["Content-Type"] == content_type
    assert not response.get("Content-Disposition", "").startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["pagina.html", "disegno.svg", "modulo.xml", "senza-estensione"])
def test_what_a_browser_might_run_is_only_downloaded(put: Any, name: str) -> None:
    response = Client().get(put(f"files/{name}", b"<script>alert(1)</script>"))

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["../portal.sqlite3", "..%2f..%2fetc/hosts", "images/", "documents/riservato.pdf", "manca.png"]
)
def test_nothing_else_is_given(put: Any, path: str) -> None:
    put("documents/riservato.pdf")
    put("images/casa.webp")

    assert Client().get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
def test_a_picture_the_browser_has_is_not_sent_again(put: Any) -> None:
    address = put("images/casa.png")
    first = Client().get(address)

    again = Client().get(address, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])

    assert again.status_code == 304


@pytest.mark.django_db
def test_a_document_is_not_reached_by_a_detour(put: Any) -> None:
    put("documents/riservato.pdf")
    put("images/casa.webp")

    for detour in ("images/../documents/riservato.pdf", "x%2f..%2fdocuments/riservato.pdf"):
        assert Client().get(f"/media/{detour}").status_code == 404


@pytest.mark.django_db
def test_a_name_that_no_file_system_takes_is_not_found() -> None:
    assert Client().get("/media/" + "a" * 300).status_code == 404
