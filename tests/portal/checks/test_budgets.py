"""What a page of the demonstration may cost, and what no public page may carry."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site, get_page_models

from portal.checks.budgets import query_budgets
from tests.demonstration import paths_of_the_sitemap


@dataclass
class Answer:
    """What one public address answered, with nothing remembered from before."""

    path: str
    response: Any
    queries: list[str]

    @property
    def page_type(self) -> str:
        """The label of the page's model."""
        return str(self.response.context["page"]._meta.label)


def cold(path: str) -> Answer:
    """Asks as the first visitor of a process does: it knows nothing yet, not even its content types."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    ContentType.objects.clear_cache()
    # A new client each time: no cookie may come from an earlier answer.
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(path)
    return Answer(path, response, [query["sql"] for query in captured.captured_queries])


@pytest.fixture
def public_answers(demonstration: None) -> list[Answer]:
    """Every address of the sitemap of the demonstration, asked cold."""
    return [cold(path) for path in paths_of_the_sitemap()]


def test_every_page_of_the_demonstration_keeps_to_its_budget(public_answers: list[Answer]) -> None:
    assert len(public_answers) > 30
    refused = [answer.path for answer in public_answers if answer.response.status_code != 200]
    assert not refused

    budgets = query_budgets()
    costly = [answer for answer in public_answers if len(answer.queries) > budgets[answer.page_type]]
    assert not costly, f"More queries than their page types may cost:\n{_queries(costly)}"

    # A page that is the same for everybody can be kept by any cache on the way.
    personal = [
        answer.path
        for answer in public_answers
        if answer.response.cookies or "cookie" in answer.response.get("Vary", "").lower()
    ]
    assert not personal, "These answers depend on who asks."

    live = set(Page.objects.live().public().values_list("content_type__model", flat=True))
    missing = [
        model.__name__
        for model in get_page_models()
        if model is not Page and model.is_creatable and model._meta.model_name not in live
    ]
    assert not missing, "The demonstration has no page of these types, so their cost is unknown."


def _queries(answers: list[Answer]) -> str:
    return "\n".join(
        line for answer in answers for line in [f"{answer.path}: {len(answer.queries)}", *answer.queries]
    )
