"""A broken picture is refused with a sentence, whichever way it comes."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from portal.models import PortalImage
from portal.roles import Role
from tests.istruttoria.people import member_of

pytestmark = pytest.mark.django_db


def picture(kind: str) -> bytes:
    content = io.BytesIO()
    Image.effect_noise((200, 100), 80).convert("RGB").save(content, kind)
    return content.getvalue()


def jpeg() -> bytes:
    return picture("JPEG")


@pytest.fixture
def editor(client: Client, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(member_of(Role.EDITORS))
    return client


def add(client: Client, name: str, content: bytes) -> Any:
    values = {"title": "Prova", "file": SimpleUploadedFile(name, content), "collection": 1}
    return client.post("/admin/images/add/", values)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("inizio.jpg", b"\xff\xd8\xff"),
        ("inizio.png", b"\x89PNG\r\n\x1a\n" + bytes(20)),
        ("inizio.gif", b"GIF89a"),
        ("inizio.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("inizio.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"),
        ("metà.jpg", jpeg()[: len(jpeg()) // 2]),
        ("metà.avif", picture("AVIF")[: len(picture("AVIF")) // 2]),
        ("metà.webp", picture("WEBP")[: len(picture("WEBP")) // 2]),
        ("disegno.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
)
def test_a_broken_picture_is_refused_in_words(editor: Client, name: str, content: Any) -> None:
    response = add(editor, name, content)

    assert response.status_code == 200
    assert "Carica un" in response.content.decode() or "non supportato" in response.content.decode()
    assert not PortalImage.objects.exists()


def test_several_at_once_are_read_to_their_end_too(editor: Client) -> None:
    broken = SimpleUploadedFile("metà.jpg", jpeg()[:2000])

    response = editor.post(
        "/admin/images/multiple/add/",
        {"files[]": broken, "collection": 1},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert response.json()["success"] is False
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("intera.avif", "AVIF"),
        ("intera.gif", "GIF"),
        ("intera.jpg", "JPEG"),
        ("intera.jpeg", "JPEG"),
        ("intera.png", "PNG"),
        ("intera.webp", "WEBP"),
    ],
)
def test_a_whole_picture_of_each_format_that_the_manual_names_is_taken(
    editor: Client, name: str, kind: str
) -> None:
    add(editor, name, picture(kind))

    image = PortalImage.objects.get()
    assert (image.width, image.height) == (200, 100)
    # What pages show of it, in both formats.
    for shown in ("webp", "avif"):
        rendition = image.get_rendition(f"width-50|format-{shown}")
        with Image.open(rendition.file.path) as drawn:
            assert (drawn.format, drawn.width) == (shown.upper(), 50)


def test_its_title_can_be_changed_without_sending_it_again(editor: Client) -> None:
    add(editor, "intera.jpg", jpeg())
    image = PortalImage.objects.get()

    editor.post(f"/admin/images/{image.pk}/", {"title": "Nuovo titolo", "collection": 1})

    image.refresh_from_db()
    assert image.title == "Nuovo titolo"


def test_an_image_is_chosen_by_words_among_those_with_a_tag(editor: Client) -> None:
    for title, tags in (("Piazza Grande", "incontro"), ("Piazza piccola", ""), ("Sala", "incontro")):
        values = {"title": title, "file": SimpleUploadedFile("a.jpg", jpeg()), "collection": 1, "tags": tags}
        assert editor.post("/admin/images/add/", values).status_code == 302

    for name in ("chooser", "chooser/results"):
        html = editor.get(f"/admin/images/{name}/?q=piazza&tag=incontro").content.decode()
        assert "Piazza Grande" in html
        assert "Piazza piccola" not in html
        assert "Sala" not in html
