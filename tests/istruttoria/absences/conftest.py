"""A call, whose committee is away now and then."""

import pytest

from candidature.models import CallPage
from tests.candidature.factories import CallPageFactory


@pytest.fixture
def page() -> CallPage:
    made: CallPage = CallPageFactory.create()
    return made
