"""The page "Partecipa": everything that can be answered, now, soon or in the past."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import CharField, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.pages.standings import standing_of, with_facts
from candidature.pages.window import Window
from portal.media.renditions import attach_card_images
from portal.pages.base import BasePage

PER_PAGE = 12


@dataclass(frozen=True)
class Opportunities:
    """What the public may take part in at one moment, soonest deadline first."""

    open: list[ParticipationPage]
    upcoming: list[ParticipationPage]


def opportunities(at: datetime | None = None, limit: int = 50) -> Opportunities:
    """Published pages of every kind that are open or will open; a query for each, whatever their number.

    Their pictures are left to the caller (`attach_card_images`), who may need others too.

    Args:
        at: the moment to look from (now, unless given).
        limit: at most so many of each kind.
    """
    at = at or timezone.now()
    found: list[ParticipationPage] = []
    for model in participation_models():
        pages = model.objects.published().filter(concluded=False, opens_at__isnull=False, closes_at__gt=at)
        found += with_facts(pages.order_by("closes_at").defer_streamfields())[:limit]
    attach_standings(found, at)
    found.sort(key=lambda page: page.shown.until or at)
    return Opportunities(
        open=[page for page in found if page.shown.window is Window.OPEN],
        # One that is not ready is on its way too, whatever its date of opening said.
        upcoming=[page for page in found if page.shown.window in (Window.UPCOMING, Window.NOT_READY)],
    )


def attach_standings(pages: list[ParticipationPage], at: datetime) -> None:
    """Gives each page, read `with_facts`, its standing, as `page.shown`."""
    for page in pages:
        page.shown = standing_of(page, at)


def concluded(at: datetime | None = None, page_number: str | None = None) -> ListPage[Any]:
    """Published pages of every kind that are over or have no dates, latest first; three queries, no pictures.

    A page number that makes no sense gives the nearest page that exists.
    """
    at = at or timezone.now()
    first, *others = (
        model.objects.published()
        .filter(model.is_over(at))
        .order_by()
        .values_list("closes_at", "pk", Value(model.kind.value, output_field=CharField()))
        for model in participation_models()
    )
    rows: list[tuple[datetime | None, int, str]] = list(first.union(*others, all=True))
    rows.sort(key=lambda row: (row[0] is not None, row[0] or at, row[1]), reverse=True)
    listing = Paginator(rows, PER_PAGE).get_page(page_number)
    pages: dict[int, ParticipationPage] = {}
    for model in participation_models():
        wanted = [pk for _closes_at, pk, kind in listing.object_list if kind == model.kind]
        pages |= with_facts(model.objects.defer_streamfields()).in_bulk(wanted)
    shown = [pages[pk] for _closes_at, pk, _kind in listing.object_list]
    attach_standings(shown, at)
    listing.object_list = shown
    return listing


class ParticipationIndexPage(BasePage):
    """Lists what people can answer: open first, then upcoming, then concluded."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    max_count = 1

    template = "candidature/participation_index_page.html"

    class Meta:
        verbose_name = _("indice di «Partecipa»")
        verbose_name_plural = _("indici di «Partecipa»")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Whatever people can answer stands here, whichever app brings it."""
        return list(participation_models())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        current, over = opportunities(now), concluded(now, request.GET.get("p"))
        attach_card_images([*current.open, *current.upcoming, *over.object_list])
        return {
            **super().get_context(request, *args, **kwargs),
            "opportunities": current,
            "concluded": over,
        }
