"""The page "Partecipa": everything that can be answered, now, soon or in the past."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from candidature.pages import listing
from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.pages.standings import attach_standings, with_facts
from candidature.pages.translations import each_in_spoken_words
from candidature.pages.window import Window
from portal.languages import ITALIAN
from portal.pages.base import BasePage


@dataclass(frozen=True)
class Opportunities:
    """What the public may take part in at one moment, soonest deadline first."""

    open: list[ParticipationPage]
    upcoming: list[ParticipationPage]


def opportunities(at: datetime | None = None, limit: int = 50) -> Opportunities:
    """Originals of every kind that are open or will open, in the words of the language that is spoken now.

    A query for each kind, whatever their number, and another where that is not Italian.

    Their pictures are left to the caller (`attach_card_images`), who may need others too.

    Args:
        at: the moment to look from (now, unless given).
        limit: at most so many of each kind.
    """
    at = at or timezone.now()
    found: list[ParticipationPage] = []
    for model in participation_models():
        pages = listing.current(model, at, ITALIAN).order_by("closes_at").defer_streamfields()
        found += with_facts(pages)[:limit]
    attach_standings(found, at)
    found = list(each_in_spoken_words(found).values())
    found.sort(key=lambda page: page.shown.until or at)
    return Opportunities(
        open=[page for page in found if page.shown.window is Window.OPEN],
        # One that is not ready is on its way too, whatever its date of opening said.
        upcoming=[page for page in found if page.shown.window in (Window.UPCOMING, Window.NOT_READY)],
    )


class ParticipationIndexPage(BasePage):
    """Lists what people can answer: open first, then upcoming, then concluded."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    max_count = 1

    template = "candidature/participation_index_page.html"
    is_kind_to_search = False

    class Meta:
        verbose_name = _("indice di «Partecipa»")
        verbose_name_plural = _("indici di «Partecipa»")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Whatever people can answer stands here, whichever app brings it."""
        return list(participation_models())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = listing.shown(request, timezone.now(), self.locale_id)
        return {**super().get_context(request, *args, **kwargs), **shown}


def first_index() -> ParticipationIndexPage | None:
    """The page below which calls and events of the site stand."""
    found: ParticipationIndexPage | None = ParticipationIndexPage.objects.order_by("path").first()
    return found
