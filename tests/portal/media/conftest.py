"""Tests of what draws pictures: each is drawn, however often it was before."""

import pytest
from wagtail.images.models import Filter

from tests import pictures


@pytest.fixture(autouse=True)
def each_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Filter, "run", pictures.draw)
