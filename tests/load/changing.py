"""Runs with the database of a server under load, and changes what its pages show, one thing a line.

`python -m tests.load.changing PORT` makes a small site and says `ready`. Then each line of its input names
one of `tests.load.changes` and a number, and is answered, as JSON, with what visitors of an address must see.
"""

import json
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402 - needs the applications loaded
from wagtail.images.tests.utils import get_test_image_file  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from news.models import NewsTopic  # noqa: E402
from portal.models import PortalDocument, PortalImage, PortalSettings  # noqa: E402
from tests.home.factories import StandardPageFactory, make_home  # noqa: E402
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory, TopicFactory  # noqa: E402


class Changing:
    """The site, and whoever changes it. Each change answers with the address and what it has to show."""

    def __init__(self, port: int) -> None:
        self.home = make_home()
        Site.objects.update(hostname="127.0.0.1", port=port)
        self.settings = PortalSettings.for_site(Site.objects.get())
        self.index = NewsIndexPageFactory.create(parent=self.home, title="Novità")
        self.topic = TopicFactory.create()
        self.image = PortalImage.objects.create(title="Piazza", file=get_test_image_file())
        self.document = PortalDocument.objects.create(title="Atti", file=ContentFile(b"x", name="x.txt"))
        self.news = NewsPageFactory.create(parent=self.index, image=self.image)
        NewsTopic.objects.create(tag=self.topic, content_object=self.news)
        self.sections = [StandardPageFactory.create(parent=self.home) for _one in range(2)]
        self.page = StandardPageFactory.create(parent=self.home, slug="pagina")
        link = f'<p><a linktype="document" id="{self.document.pk}">Gli atti</a></p>'
        self.page.body = [("text", link)]
        self.page.save_revision().publish()
        self.moving = StandardPageFactory.create(parent=self.sections[0], slug="mobile")
        self.alias = self.page.create_alias(update_slug="copia", parent=self.home)

    def publish(self, word: str) -> dict[str, Any]:
        self.news.title = word
        self.news.save_revision().publish()
        return _shows(self.index, word)

    def unpublish(self, word: str) -> dict[str, Any]:
        """And publishes it again, the next time."""
        self.moving.refresh_from_db()
        if self.moving.live:
            self.moving.unpublish()
            return {"path": _path(self.moving), "status": 404}
        self.moving.title = word
        self.moving.save_revision().publish()
        return _shows(self.moving, word)

    def move(self, word: str) -> dict[str, Any]:
        """There and back, under another name: what stood at the former address is gone."""
        self.moving.refresh_from_db()
        self.moving.title, self.moving.slug = word, word
        self.moving.save_revision().publish()
        before = _path(self.moving)
        here = Page.objects.get(pk=self.moving.pk).get_parent().pk
        target = next(section for section in self.sections if section.pk != here)
        Page.objects.get(pk=self.moving.pk).move(Page.objects.get(pk=target.pk), "last-child")
        return {"path": before, "status": 301}

    def menu(self, word: str) -> dict[str, Any]:
        page = self.sections[0].specific
        page.refresh_from_db()
        page.title, page.show_in_menus = word, True
        page.save_revision().publish()
        return _shows(self.home, word)

    def setting(self, word: str) -> dict[str, Any]:
        PortalSettings.objects.update(tagline=word)
        return _shows(self.page, word)

    def snippet(self, word: str) -> dict[str, Any]:
        self.topic.name = word
        self.topic.save()
        return _shows(self.news, word)

    def image_words(self, word: str) -> dict[str, Any]:
        self.image.credit = word
        self.image.save()
        return _shows(self.news, word)

    def document_file(self, word: str) -> dict[str, Any]:
        self.document.file.save(f"{word}.txt", ContentFile(word.encode()))
        return _shows(self.page, word)

    def alias_of(self, word: str) -> dict[str, Any]:
        self.page.refresh_from_db()
        self.page.title = word
        self.page.save_revision().publish()
        return _shows(self.alias, word)

    def in_bulk(self, word: str) -> dict[str, Any]:
        Page.objects.filter(pk=self.page.pk).update(title=word)
        return _shows(self.page, word)


def _path(page: Page) -> str:
    text: str = urlsplit(Page.objects.get(pk=page.pk).url).path
    return text


def _shows(page: Page, word: str) -> dict[str, Any]:
    return {"path": _path(page), "status": 200, "shows": word}


def main() -> None:
    changing = Changing(int(sys.argv[1]))
    _say("ready")
    for line in sys.stdin:
        name, number = line.split()
        change: Callable[[str], dict[str, Any]] = getattr(changing, name)
        _say(json.dumps(change(f"parola-{number}-{name.replace('_', '-')}")))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
