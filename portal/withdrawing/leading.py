"""Leads whoever looks for a page that is gone to another one, by redirects, and ends that when it is back."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

# A path, and the site it belongs to.
Address = tuple[str, int]
_LONGEST_PATH = 255


def withdrawn_with(page: Page, *, and_below: bool) -> "QuerySet[Page]":
    """A public page with those that shall leave the site with it: its aliases, and what is public below."""
    leaving = Q(path__startswith=page.path) if and_below else Q(pk=page.pk)
    public = Page.objects.filter(live=True)
    own = public.filter(leaving).values("pk")
    found: QuerySet[Page] = public.filter(Q(pk__in=own) | Q(alias_of__in=own))
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
    """Receiver of `page_published`: the page is back at its address, unless it waits for a moment to come.

    What was redirected by hand stays.
    """
    if not instance.live:
        return
    for path, site_id in _addresses([instance]):
        Redirect.objects.filter(old_path=path, site=site_id, automatically_created=True).delete()


def lead_on_from_its_new_address(
    instance: Page, instance_before: Page | None = None, url_path_before: str = "", **_kwargs: Any
) -> None:
    """Receiver of `page_slug_changed` and `post_page_move`, before Wagtail's: a page off the site that moves.

    Wagtail leads from its old address to the new one, where nothing is, and forgets where it led before.
    """
    if instance.live:
        return
    before = copy(instance)
    before.url_path = instance_before.url_path if instance_before else url_path_before
    if before.url_path == instance.url_path:
        return
    for path, site_id in _addresses([before]):
        led = Redirect.objects.filter(old_path=path, site=site_id, automatically_created=True)
        found = led.filter(redirect_page__live=True).exclude(redirect_page=instance).first()
        if found is not None:
            lead([instance], found.redirect_page)


@transaction.atomic
def hand_on_what_leads_to(pages: Iterable[Page]) -> None:
    """Before pages are deleted: what leads to one that is itself led on goes where that goes, and stays."""
    for page in pages:
        for path, site_id in _addresses([page]):
            led = Redirect.objects.filter(old_path=path, site=site_id, redirect_page__isnull=False)
            onward = led.exclude(redirect_page=page.pk).first()
            if onward is not None:
                to_it = Redirect.objects.filter(redirect_page=page.pk)
                to_it.update(redirect_page=onward.redirect_page, redirect_page_route_path="")


def _addresses(pages: Iterable[Page]) -> list[Address]:
    """Where these pages stand, or stood; nothing for the home page of a site, which is never away."""
    found = []
    for page in pages:
        parts = page.get_url_parts()
        path = Redirect.normalise_path(parts[2]) if parts and parts[2] else "/"
        if parts and path != "/" and len(path) <= _LONGEST_PATH:
            found.append((path, parts[0]))
    return found
