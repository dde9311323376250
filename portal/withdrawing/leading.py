"""Leads whoever looks for a page that is gone to another one, by redirects, and ends that when it is back."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

# A path, and the site it belongs to.
Address = tuple[str, int]
_LONGEST_PATH = 255


def withdrawn_with(pages: Iterable[Page], *, and_below: bool) -> "QuerySet[Page]":
    """Those of some pages that are public, with what leaves with them: aliases, and what is public below."""
    leaving = _below(pages) if and_below else Q(pk__in=[page.pk for page in pages])
    public = Page.objects.filter(live=True)
    own = public.filter(leaving).values("pk")
    found: QuerySet[Page] = public.filter(Q(pk__in=own) | Q(alias_of__in=own))
    return found


def translations_that_stay(pages: Sequence[Page]) -> "QuerySet[Page]":
    """The public pages in other languages of some that leave: they stay, unless they are taken off too."""
    going = [page.pk for page in pages]
    keys = [page.translation_key for page in pages]
    same = Page.objects.filter(translation_key__in=keys, live=True, alias_of=None)
    staying: QuerySet[Page] = same.exclude(pk__in=going).select_related("locale").order_by("title", "pk")
    return staying


def deleted_with(pages: Iterable[Page]) -> "QuerySet[Page]":
    """The same where they are deleted: aliases stay, as pages of their own."""
    found: QuerySet[Page] = Page.objects.filter(_below(pages), live=True)
    return found


def _below(pages: Iterable[Page]) -> Q:
    found = Q(pk__in=[])
    for page in pages:
        found |= Q(path__startswith=page.path)
    return found


def lead(pages: Iterable[Page], target: Page) -> None:
    """From now on the addresses of these pages lead to another one, for good."""
    lead_from(addresses_of(pages), target)


@transaction.atomic
def lead_from(addresses: Iterable[Address], target: Page) -> None:
    """The same for addresses at which nothing stands any more, or at which that other one stands.

    From its own address nothing leads to it: it would lead to itself, once it is off the site.
    """
    own = addresses_of([target])
    for path, site_id in addresses:
        if _stands_at(own, path, site_id):
            Redirect.objects.filter(old_path=path, site=site_id).delete()
            continue
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
    """Receiver of `page_published` and `post_page_move`: what is public is at its address, or below it.

    What waits for a moment to come, or is off the site, goes on leading; what was redirected by hand stays.
    """
    for path, site_id in addresses_of([instance]):
        made = Redirect.objects.filter(site=site_id, automatically_created=True)
        found = list(made.filter(Q(old_path=path) | Q(old_path__startswith=f"{path}/")))
        if found:
            here = addresses_of(Page.objects.filter(_below([instance]), live=True))
            back = [row.pk for row in found if _stands_at(here, row.old_path, row.site_id)]
            Redirect.objects.filter(pk__in=back).delete()


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
    for path, site_id in addresses_of([before]):
        led = Redirect.objects.filter(old_path=path, site=site_id, automatically_created=True)
        found = led.filter(redirect_page__live=True).exclude(redirect_page=instance).first()
        if found is not None:
            lead([instance], found.redirect_page)


@transaction.atomic
def hand_on_what_leads_to(pages: Iterable[Page]) -> None:
    """Before pages are deleted: what leads to one that is itself led on goes where that goes, and stays."""
    for page in pages:
        for path, site_id in addresses_of([page]):
            led = Redirect.objects.filter(old_path=path, site=site_id, redirect_page__isnull=False)
            onward = led.exclude(redirect_page=page.pk).first()
            if onward is not None:
                target = onward.redirect_page
                own = addresses_of([target])
                for row in Redirect.objects.filter(redirect_page=page.pk):
                    if _stands_at(own, row.old_path, row.site_id):
                        row.delete()
                    else:
                        row.redirect_page, row.redirect_page_route_path = target, ""
                        row.save()


def leading_to(pages: Iterable[Page]) -> list[Address]:
    """The addresses that lead to these pages, or to what stands below: their redirects go with the pages."""
    going = Page.objects.filter(_below(pages)).values("pk")
    rows: Any = Redirect.objects.filter(redirect_page__in=going).values_list("old_path", "site_id")
    return list(rows)


def _stands_at(addresses: Iterable[Address], path: str, site_id: int | None) -> bool:
    """Whether one of these is that of a redirect, which is for all sites if it names none."""
    return any(path == own and site_id in (None, site) for own, site in addresses)


def addresses_of(pages: Iterable[Page]) -> list[Address]:
    """Where these pages stand, or stood; nothing for the home page of a site, which is never away."""
    found = []
    for page in pages:
        parts = page.get_url_parts()
        path = Redirect.normalise_path(parts[2]) if parts and parts[2] else "/"
        if parts and path != "/" and len(path) <= _LONGEST_PATH:
            found.append((path, parts[0]))
    return found
