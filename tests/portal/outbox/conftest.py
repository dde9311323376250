"""What the tests of letters share."""

from typing import Any

import pytest
from pytest_django import Settings

from portal.outbox import sending as outbox
from tests.portal.outbox import failing_servers
from tests.portal.outbox.letters import link_kind


@pytest.fixture
def broken_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{failing_servers.__name__}.BrokenServer"


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The secrets of the links that open something, for letters of the kind "test"."""
    opened: list[str] = []
    monkeypatch.setitem(outbox._link_kinds, "test", link_kind(opened))
    return opened
