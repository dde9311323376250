"""What invented visitors told of the site."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from riscontri.models import PageRating, ProblemReport


def rated(page: Page, stars: int, *, at: datetime | None = None, **fields: Any) -> PageRating:
    return PageRating.objects.create(page=page, stars=stars, **{"given_at": at or timezone.now(), **fields})


def told(**fields: Any) -> ProblemReport:
    return ProblemReport.objects.create(**{"what": "Il menù non si apre", **fields})
