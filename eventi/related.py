"""The events that other apps' pages show: those that name the page."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from portal.pages.related import naming, nearest_first
from portal.pages.teasers import TeaserGroup

DATES = {"opens_at": "opens_at", "closes_at": "closes_at", "starts_at": "starts_at"}


def events_naming(page: Page) -> TeaserGroup | None:
    """What goes on or is to come, the nearest first, then what is over or will not take place."""
    return naming(page, "eventpages", _by_day, DATES)


def to_go_to(at: datetime) -> Q:
    """Of events, those that take place and are not over: one of three days is told until the third."""
    return ~_over(at) & Q(cancelled=False, starts_at__isnull=False)


def _over(at: datetime) -> Q:
    return Q(ends_at__isnull=False, ends_at__lte=at) | Q(ends_at__isnull=True, starts_at__lte=at)


def _by_day(events: QuerySet[Any]) -> QuerySet[Any]:
    """Whatever its sign-ups do: one may come to look, or wait for a seat, until it is over."""
    return nearest_first(events, "starts_at", _over(timezone.now()) | Q(cancelled=True))
