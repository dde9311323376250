"""An index, below which calls and events begin."""

from typing import Any

import pytest
from wagtail.models import Page

from candidature.models import ParticipationIndexPage
from tests.candidature.factories import participation_index


@pytest.fixture
def index(db: Any) -> ParticipationIndexPage:
    return participation_index(Page.get_first_root_node())
