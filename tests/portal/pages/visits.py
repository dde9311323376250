"""What tests of public pages ask of an answer."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

MAX_QUERIES = 15


def visit(page: Page, query: str = "") -> Any:
    """The answer an anonymous reader gets."""
    return Client().get(f"{page.get_url()}{query}")


def cost(page: Page, query: str = "") -> int:
    """Queries of a visit once pictures have their sizes and the site's settings exist."""
    visit(page, query)
    with CaptureQueriesContext(connection) as queries:
        response = visit(page, query)
    assert response.status_code == 200
    return len(queries)
