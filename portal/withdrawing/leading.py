"""Leads whoever looks for a page that is gone to another one, by redirects, and ends that when it is back."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

# A path, and the site it belongs to.
Address = tuple[str, int]
_LONGEST_PATH = 255


def withdrawn_with(page: Page, *, and_below: bool) -> "QuerySet[Page]":
    """A page that leaves the site with those that leave with it: its aliases, and what was public below."""
    leaving = Q(pk=page.pk)
    if and_below:
        leaving |= Q(path__startswith=page.path, first_published_at__isnull=False)
    own = Page.objects.filter(leaving).values("pk")
    found: QuerySet[Page] = Page.objects.filter(Q(pk__in=own) | Q(alias_of__in=own))
    return found


@transaction.atomic
def lead(pages: Iterable[Page], target: Page) -> None:
    """From now on the addresses of these pages lead to another one, for good."""
    for path, site_id in _addresses(pages):
        Redirect.objects.update_or_create(
            old_path=path,
            site_id=site_id,
            defaults={
                "redirect_page": target,
                "redirect_page_route_path": "",
                "redirect_link": "",
                "is_permanent": True,
                "automatically_created": True,
            },
        )


def end_leading(instance: Page, **_kwargs: Any) -> None:
    """Receiver of `page_published`: the page is back at its address. What was redirected by hand stays."""
    for path, site_id in _addresses([instance]):
        Redirect.objects.filter(old_path=path, site=site_id, automatically_created=True).delete()


def _addresses(pages: Iterable[Page]) -> list[Address]:
    """Where these pages stand, or stood; nothing for the home page of a site, which is never away."""
    found = []
    for page in pages:
        parts = page.get_url_parts()
        path = Redirect.normalise_path(parts[2]) if parts and parts[2] else "/"
        if parts and path != "/" and len(path) <= _LONGEST_PATH:
            found.append((path, parts[0]))
    return found
