"""Bodies made of every block, whole or empty, for tests of the pages that show them."""

import functools
import json
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from portal.blocks import BodyBlock


@functools.cache
def _picture() -> bytes:
    return bytes(get_test_image_file().file.getvalue())


def make_image(title: str = "Sala della riunione") -> Any:
    file = ContentFile(_picture(), name="test.png")
    return get_image_model().objects.create(title=title, file=file, credit="Archivio di prova")


def make_document(title: str = "Bando", **fields: Any) -> Any:
    content = ContentFile(b"prova", name="bando.pdf")
    return get_document_model().objects.create(title=title, file=content, file_size=5, **fields)


def empty_values() -> list[dict[str, Any]]:
    """One of each block as an editor has just added it."""
    return [
        {"type": name, "value": block.get_prep_value(block.get_default())}
        for name, block in BodyBlock().child_blocks.items()
    ]


def full_values(image: Any, document: Any, page: Any, word: str = "parola") -> list[dict[str, Any]]:
    """One of each block with all its fields; `word` can be searched for."""
    link = (
        f'<p>Si veda <a linktype="page" id="{page.pk}">la pagina</a> e '
        f'<a linktype="document" id="{document.pk}">il bando</a>: {word}.</p>'
    )
    return [
        {"type": "heading", "value": {"text": "Come partecipare", "level": "2"}},
        {"type": "text", "value": link},
        {
            "type": "image",
            "value": {
                "image": {"image": image.pk, "alt_text": "Persone attorno a un tavolo", "decorative": False},
                "caption": "Il primo incontro",
            },
        },
        {"type": "documents", "value": {"title": "Allegati", "documents": [document.pk]}},
        {
            "type": "quote",
            "value": {"text": "Ora ci ascoltano.", "author": "Una partecipante", "role": "comitato"},
        },
        {
            "type": "call_to_action",
            "value": {
                "title": "Vuoi esserci?",
                "text": "Serve poco.",
                "button": "Partecipa",
                "page": page.pk,
                "url": "",
            },
        },
        {
            "type": "accordion",
            "value": {"title": "Domande frequenti", "items": [{"title": "Chi può?", "text": link}]},
        },
        {
            "type": "contacts",
            "value": {
                "office": "Segreteria",
                "phone": "055 000 000",
                "email": "info@example.org",
                "address": "Via A 1",
            },
        },
        {
            "type": "table",
            "value": {
                "table": {
                    "columns": [
                        {"type": "text", "heading": "Zona"},
                        {"type": "number", "heading": "Incontri"},
                    ],
                    "rows": [{"values": ["Prima", "0"]}],
                    "caption": "Incontri per zona",
                },
                "row_headers": True,
            },
        },
        {
            "type": "figures",
            "value": {"title": "In breve", "items": [{"value": "7", "label": "zone"}], "source": "2026"},
        },
    ]


def stream(values: list[dict[str, Any]]) -> str:
    """The values as a StreamField stores them, with a fixed key for each block."""
    return json.dumps([{"id": f"key-{number}", **value} for number, value in enumerate(values)])
