"""The calls that other apps' pages show: those that name the page."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from candidature.pages.calls import CallPage
from portal.pages.related import naming, nearest_first
from portal.pages.teasers import TeaserGroup

DATES = {"opens_at": "opens_at", "closes_at": "closes_at"}


def calls_naming(page: Page) -> TeaserGroup | None:
    """What is open or will open, the nearest deadline first, then what is over."""
    return naming(page, "callpages", _by_deadline, DATES)


def _by_deadline(calls: QuerySet[Any]) -> QuerySet[Any]:
    return nearest_first(calls, "closes_at", CallPage.is_over(timezone.now()))
