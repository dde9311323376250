"""What the public pages of what people can answer say about places and territories."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from wagtail.models import Page

from candidature.pages import listing
from candidature.pages.contacts import Contact, contact_of
from candidature.pages.index import ParticipationIndexPage
from candidature.pages.window import Standing, standing
from candidature.pages.words import Places
from portal.edition.memory import remembered
from portal.languages import ITALIAN, spoken
from portal.pages.landmarks import address_of
from portal.pages.navigation import navigation
from portal.pages.translations import published_in_spoken_language
from portal.templatetags.portal_tags import named_pages, portal_settings
from portal.web.middleware import is_preview
from territori.models import PathPage

register = template.Library()


@register.simple_tag
def standing_of(page: Any, places: Places | None = None) -> Standing:
    """Where a page stands now, with the places that `page.places` counted.

    Only an editor's preview shows a page that is not published: it says what readers will be told.
    """
    facts = page.facts(is_full=places is not None and places.is_full)
    return standing(facts if page.live else replace(facts, is_published=True))


@register.simple_tag(takes_context=True)
def whom_to_ask(context: dict[str, Any], page: Any) -> Contact:
    """The contact of a page that cannot be answered, or the portal's; no query for either."""
    return contact_of(page, portal_settings(context), named_pages(context).get("contacts_page"))


@register.simple_tag(takes_context=True)
def territories_of(context: dict[str, Any], page: Any) -> list[Any]:
    """The published territory pages of a page, translated where they are; in a preview, those it would have.

    One query an edition.
    """
    request = context.get("request")

    def read() -> list[Any]:
        return published_in_spoken_language(page.territories.all())

    if not isinstance(request, HttpRequest) or is_preview(request):
        return read()
    return remembered(request, ("territories", page.pk, spoken()), read)


@register.simple_tag
def path_of(page: Any) -> Any:
    """The published path of a page, translated where it is; none where there is none."""
    if page.path_page_id is None:
        return None
    of_page = PathPage.objects.filter(pk=page.path_page_id)
    return next(iter(published_in_spoken_language(of_page)), None)


@register.simple_tag(takes_context=True)
def outcome_in_italian(context: dict[str, Any], page: Any) -> Page | None:
    """The page that a call translates, where everybody reads there an outcome that nobody translated.

    No query but that for `answered`.
    """
    italian = navigation(context.get("request"), page).translations.get(ITALIAN)
    return italian if italian and not page.outcome and page.answered.outcome else None


@register.simple_tag(takes_context=True)
def participation_address(context: dict[str, Any]) -> str:
    """Where all calls and events of this territory are listed; empty where there is no such list."""
    page = context["page"]
    address = address_of(context.get("request"), ParticipationIndexPage, page.locale_id)
    return f"{address}?{urlencode({listing.ZONE: page.pk})}" if address else ""


@register.simple_tag
def place_in_line(page: Any, submission: Any) -> int | None:
    """Which place the applicant has among those who wait; none where nobody is counted. One query at most."""
    found: int | None = page.place_in_line(submission)
    return found
