"""Looks at every link of the public pages, and keeps what leads nowhere."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Page

from portal.broken_links.models import BrokenLink
from portal.broken_links.reading import Leads, Link, links

Fault = BrokenLink.Fault
# What makes two findings the same.
Key = tuple[int, str, str, int]


def check() -> int:
    """Looks at all, and returns how many links lead nowhere.

    What is right again goes; what was known keeps the day on which it was found.
    """
    with override(settings.LANGUAGE_CODE):
        found = {_key(one): one for one in _broken(list(links()))}
    with transaction.atomic():
        known = {_key(row): row.pk for row in BrokenLink.objects.all()}
        BrokenLink.objects.filter(pk__in=[pk for key, pk in known.items() if key not in found]).delete()
        # Of two workers that look at the same moment, one writes.
        BrokenLink.objects.bulk_create(
            [row for key, row in found.items() if key not in known], ignore_conflicts=True
        )
    return len(found)


def _broken(all_links: Iterable[Link]) -> list[BrokenLink]:
    pages = dict(Page.objects.values_list("pk", "live"))
    titles = dict(Page.objects.filter(live=False).values_list("pk", "title"))
    documents = set(get_document_model().objects.values_list("pk", flat=True))
    found = []
    for link in all_links:
        fault = _fault(link, pages, documents)
        if fault is not None:
            title = titles.get(link.target, "") if link.leads is Leads.PAGE else ""
            found.append(
                BrokenLink(
                    page_id=link.page,
                    place=link.place[:500],
                    where=link.where[:255],
                    fault=fault,
                    target=link.target,
                    target_title=title,
                )
            )
    return found


def _fault(link: Link, pages: dict[int, bool], documents: set[int]) -> BrokenLink.Fault | None:
    if link.leads is Leads.DOCUMENT:
        return None if link.target in documents else Fault.DOCUMENT_GONE
    if link.target not in pages:
        return Fault.PAGE_GONE
    return None if pages[link.target] else Fault.PAGE_HIDDEN


def _key(row: BrokenLink) -> Key:
    return (row.page_id, row.place, str(row.fault), row.target)
