"""Pages for whoever answers them: read once for each edition of the site, and handed out as copies.

Whatever decides under a lock is looked at again there (`locked_for_sending`).
"""

from collections.abc import Callable
from copy import copy

from django.db import connection
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet

from candidature.pages.participation import ParticipationPage
from candidature.pages.translations import in_spoken_words
from portal.edition.memory import edition_of, present_edition, remembered
from portal.languages import ITALIAN, spoken


def page_of(request: HttpRequest, page_id: int) -> ParticipationPage | None:
    """The page of this number, published or not; None where there is none that people can answer."""
    return _copy_of(request, ("page", page_id), lambda: Page.objects.filter(pk=page_id))


def public_page_of(request: HttpRequest, page_id: int) -> ParticipationPage | None:
    """The same, if everybody may read it."""
    return _copy_of(
        request, ("public page", page_id), lambda: Page.objects.live().public().filter(pk=page_id)
    )


def locked_for_sending(known: Page) -> ParticipationPage:
    """The page as it is, locked until the transaction ends: of two who send, the second finds the first.

    Args:
        known: the page as it was read before; where nothing of the site changed since, it is as it was.
    """
    kept = known.remembered if isinstance(known, ParticipationPage) else None
    if not isinstance(kept, ParticipationPage):
        return _locked(known)
    if connection.features.has_select_for_update:
        # Whoever is changing the page holds its row until the edition is another.
        type(kept).objects.only("pk").select_for_update(of=("self",)).get(pk=known.pk)
    if known.edition is None or present_edition() != known.edition:
        return _locked(known)
    return copy(kept)


def _locked(known: Page) -> ParticipationPage:
    page: ParticipationPage = known.specific_class.lock([known.pk], for_sending=True)[known.pk]
    return page


def _copy_of(
    request: HttpRequest, key: tuple[str, int], pages: Callable[[], PageQuerySet]
) -> ParticipationPage | None:
    kept = remembered(request, key, lambda: _read(pages()))
    if kept is None:
        return None
    # Told in the language of the address; what is sent is locked and looked at as it was written.
    told = kept
    if spoken() != ITALIAN:
        told = remembered(request, (*key, spoken()), lambda: in_spoken_words(kept))
    page = copy(told)
    page.remembered, page.edition = kept, edition_of(request)
    return page


def _read(pages: PageQuerySet) -> ParticipationPage | None:
    page = pages.specific().first()
    if not isinstance(page, ParticipationPage):
        return None
    page.keep_what_is_found()
    return page
