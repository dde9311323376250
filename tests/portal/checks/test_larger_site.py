"""What a page costs does not follow how many pages there are."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests.load.larger_site import KINDS, grow
from tests.load.site_bench import PATHS


def _queries(*, turns: int) -> dict[str, int]:
    """Of each address, the last time it is asked; what a process learns once it knows the second time."""
    found = {}
    for path in PATHS:
        for _turn in range(turns):
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                response = Client().get(path)
                assert response.status_code == 200, path
                if response.streaming:
                    b"".join(response)
        found[path] = len(captured)
    return found


@pytest.mark.usefixtures("demonstration")
def test_a_larger_site_costs_no_more_queries() -> None:
    before = _queries(turns=2)
    # What uses what is for staff to read.
    with disable_reference_index_auto_update():
        grow(zones=10, news=40, events=14, calls=14, terms=70)

    assert set(KINDS) == {"zones", "news", "events", "calls", "terms"}
    assert {path: n for path, n in _queries(turns=1).items() if n > before[path]} == {}
