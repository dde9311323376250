"""Pages in English, for tests."""

from typing import Any

from wagtail.models import Locale, Page

from tests.home.factories import SearchPageFactory


def english() -> Locale:
    locale, _made = Locale.objects.get_or_create(language_code="en")
    return locale


def translated(page: Page, **fields: Any) -> Any:
    """The published English page of an Italian one; those above it are drafts unless translated before."""
    copy = page.copy_for_translation(english(), copy_parents=True)
    for name, value in {"title": f"{page.title} in English", **fields}.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def english_search(home: Page) -> Page:
    return SearchPageFactory.create(parent=home, title="Search", slug="search", locale=english())
