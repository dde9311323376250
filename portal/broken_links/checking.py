"""Looks at every link of the public pages, and keeps what leads nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Page

from portal.broken_links.anchors import Anchors
from portal.broken_links.models import BrokenLink, OutsideAddress
from portal.broken_links.reading import Leads, Link, links

Fault = BrokenLink.Fault
# Links whose target is an address, not a number.
_WRITTEN_OUT = (Leads.OUTSIDE, Leads.ANCHOR)
# What makes two findings the same.
Key = tuple[int, str, str, str]


def check() -> int:
    """Looks at all, and returns how many links lead nowhere.

    What is right again goes; what was known keeps the day on which it was found.
    """
    with override(settings.LANGUAGE_CODE):
        found = {_key(one): one for one in _broken(list(links()))}
    with transaction.atomic():
        known = {_key(row): row.pk for row in BrokenLink.objects.all()}
        BrokenLink.objects.filter(pk__in=[pk for key, pk in known.items() if key not in found]).delete()
        # What was deleted while all was read has no links any more.
        there = set(Page.objects.values_list("pk", flat=True))
        new = [row for key, row in found.items() if key not in known and row.page_id in there]
        # Of two workers that look at the same moment, one writes.
        BrokenLink.objects.bulk_create(new, ignore_conflicts=True)
    return len(found)


@dataclass(frozen=True)
class _Known:
    """What there is, so that many links cost no query each."""

    pages: dict[int, bool]
    hidden_titles: dict[int, str]
    documents: set[int]
    broken_addresses: set[str]
    anchors: Anchors = field(default_factory=Anchors)

    def fault(self, link: Link) -> BrokenLink.Fault | None:
        """What is wrong with a link; None for nothing."""
        if link.leads in _WRITTEN_OUT:
            if link.target in self.broken_addresses:
                return Fault.OUTSIDE
            return Fault.ANCHOR_GONE if self.anchors.are_missing(link.page, link.target) else None
        number = int(link.target)
        if link.leads is Leads.DOCUMENT:
            return None if number in self.documents else Fault.DOCUMENT_GONE
        if number not in self.pages:
            return Fault.PAGE_GONE
        return None if self.pages[number] else Fault.PAGE_HIDDEN

    def title(self, link: Link) -> str:
        """What is known of where it led."""
        if link.leads in _WRITTEN_OUT:
            return link.target
        return self.hidden_titles.get(int(link.target), "") if link.leads is Leads.PAGE else ""


def _known() -> _Known:
    broken = OutsideAddress.objects.filter(failures__gte=OutsideAddress.DAYS_UNTIL_BROKEN)
    return _Known(
        pages=dict(Page.objects.values_list("pk", "live")),
        hidden_titles=dict(Page.objects.filter(live=False).values_list("pk", "title")),
        documents=set(get_document_model().objects.values_list("pk", flat=True)),
        # What was found while the settings asked for it says nothing of today.
        broken_addresses=set(broken.values_list("url", flat=True)) if settings.CHECK_OUTSIDE_LINKS else set(),
    )


def _broken(all_links: Iterable[Link]) -> list[BrokenLink]:
    known = _known()
    return [
        BrokenLink(
            page_id=link.page,
            place=link.place[:500],
            where=link.where[:255],
            fault=fault,
            target=link.target,
            target_title=known.title(link),
        )
        for link in all_links
        if (fault := known.fault(link)) is not None
    ]


def _key(row: BrokenLink) -> Key:
    return (row.page_id, row.place, str(row.fault), row.target)
