"""What the tests of the applicant's pages share."""

from typing import Any

import pytest
from pytest_django import Settings


@pytest.fixture
def limits(settings: Settings) -> Any:
    def change(**values: Any) -> None:
        settings.LIMITS = {**settings.LIMITS, **values}

    return change
