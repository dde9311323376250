"""Where guidelines stand, and a process that made none of their documents yet."""

from collections.abc import Iterator

import pytest
from wagtail.models import Page

from news.models import guideline_pdf
from tests.home.factories import make_home
from tests.news.factories import GuidelineIndexPageFactory


@pytest.fixture(autouse=True)
def _nothing_failed_before() -> Iterator[None]:
    """A process remembers what it could not make; keys of pages come again in another test."""
    guideline_pdf._failed.clear()
    yield
    guideline_pdf._failed.clear()


@pytest.fixture
def index() -> Page:
    made: Page = GuidelineIndexPageFactory.create(parent=make_home())
    return made
