"""The picture that a translated page names is there, wherever it is named, and speaks its language."""

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from portal.languages import reading
from portal.machines import preview_picture
from tests.candidature.factories import CallPageFactory, EventPageFactory
from tests.home.factories import make_home
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.pages.test_pages import PAGES, Portal
from tests.portal.pages.translating import translated
from tests.portal.pages.visits import visit

pytestmark = pytest.mark.django_db


def is_drawn(address: str) -> bool:
    """Whether a picture of the site answers at this address, asked for as a program does."""
    answer = Client().get(urlsplit(address).path)
    return answer.status_code == 200 and Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def named_in(html: str) -> list[str]:
    """The addresses of pictures in the head of a page: Open Graph's, then those of schema.org's words."""
    [head] = re.findall(r'<meta property="og:image" content="([^"]*)">', html)
    [data] = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)
    return [unescape(head), *_images(json.loads(data))]


def _images(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for name, value in told.items():
            if name == "image":
                yield value
            else:
                yield from _images(value)
    elif isinstance(told, list):
        for one in told:
            yield from _images(one)


def test_the_picture_of_a_translated_page_of_each_kind_is_there(subtests: pytest.Subtests) -> None:
    portal = Portal()
    # The search is not to be listed, and names none.
    pages = {name: getattr(portal, name) for name in [*PAGES, "participation"] if name != "search"}
    pages["call"] = CallPageFactory.create(parent=portal.participation)
    pages["event"] = EventPageFactory.create(parent=portal.participation)
    for name, page in pages.items():
        named = named_in(visit(translated(page)).content.decode())
        with subtests.test(page=name):
            assert len(named) == (2 if name in ("news", "event") else 1)
            assert all(map(is_drawn, named))

    for kind, found in (("rss", ".//enclosure[@url]"), ("atom", ".//*[@rel='enclosure']")):
        answer = Client().get(f"/en/{portal.news_index.slug}/{kind}/")
        addresses = [
            one.get("url") or one.get("href") or ""
            for one in ElementTree.fromstring(answer.content).findall(found)  # noqa: S314 - our own
        ]
        with subtests.test(feed=kind):
            assert len(addresses) == 1
            assert all(map(is_drawn, addresses))


@pytest.fixture
def news() -> Any:
    page = NewsPageFactory.create(parent=NewsIndexPageFactory.create(parent=make_home()))
    return translated(page, title="Where we are")


def test_its_address_is_the_same_in_whichever_language_it_is_named(news: Any) -> None:
    with reading("en"):
        in_english = preview_picture.address_of(news)
    with reading("it"):
        assert preview_picture.address_of(news) == in_english


def test_the_picture_says_in_the_language_of_the_page_what_it_is(news: Any) -> None:
    answer = Client().get(preview_picture.address_of(news))
    assert answer.content == preview_picture.draw("Where we are", "News item")
