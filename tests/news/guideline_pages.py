"""Guidelines of chapters for tests, and what is read of them."""

import json
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from wagtail.models import Page

from news.models import GuidelinePage
from tests.news.factories import GuidelinePageFactory
from tests.reading_pdf import (
    plain,
    text_of,
)

DAY = date(2026, 11, 3)


def chapters(*bodies: tuple[str, list[dict[str, Any]]]) -> str:
    return json.dumps(
        [
            {
                "type": "chapter",
                "id": f"{number:08d}-0000-4000-8000-000000000000",
                "value": {
                    "title": title,
                    "body": [{"id": f"c{number}-{at}", **block} for at, block in enumerate(body)],
                },
            }
            for number, (title, body) in enumerate(bodies, start=1)
        ]
    )


def text(*paragraphs: str) -> dict[str, Any]:
    return {"type": "text", "value": "".join(f"<p>{words}</p>" for words in paragraphs)}


def guideline(index: Page, *bodies: tuple[str, list[dict[str, Any]]], **fields: Any) -> GuidelinePage:
    made: GuidelinePage = GuidelinePageFactory.create(
        parent=index,
        **{"title": "Partecipare", "version": "2.0", "published_on": DAY, **fields},
        chapters=chapters(*bodies or (("Primo", [text("Testo del primo.")]), ("Secondo", [text("Altro.")]))),
    )
    return made


def document_of(page: Page, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).get(f"{page.get_url()}pdf/", headers=headers)


class Words(HTMLParser):
    """The words of a part of a page, as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data)


def words_of(html: str) -> list[str]:
    reader = Words()
    reader.feed(html)
    return reader.found


def assert_in_order(words: list[str], document: bytes) -> None:
    """Each of the words stands in the document behind the one before."""
    whole, at = text_of(document), 0
    # Behind the contents, which say the titles first.
    if len(words) > 1:
        at = whole.rindex(plain(words[0]))
    for one in words:
        found = whole.find(plain(one), at)
        assert found >= 0, f"“{one}” is not in the document, or stands before: {whole[at : at + 200]}"
        at = found + len(plain(one))


def picture(image: Any, alt: str) -> dict[str, Any]:
    return {"image": image.pk, "alt_text": alt, "decorative": False}
