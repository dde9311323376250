"""The memory stands in front of Django where the settings want it, and nowhere else."""

from collections.abc import Iterable
from typing import Any

import pytest
from pytest_django import Settings

from portal.page_cache.in_front import in_front_of
from portal.page_cache.layer import PageCache


def django(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return []


@pytest.mark.parametrize("wanted", [True, False])
def test_the_settings_say_whether_pages_are_answered_from_memory(settings: Settings, *, wanted: bool) -> None:
    settings.PAGE_CACHE = wanted

    asked = in_front_of(django)

    assert isinstance(asked, PageCache) is wanted
    assert (asked is django) is not wanted
