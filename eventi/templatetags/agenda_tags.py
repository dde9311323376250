"""The way from other pages to the calendar."""

from typing import Any
from urllib.parse import urlencode

from django import template
from wagtail.models import Page

from eventi.agenda.pages import CalendarPage
from portal.pages.landmarks import address_of
from territori.models import PathPage, TerritoryPage

register = template.Library()

_PARAMETERS: dict[type[Page], str] = {TerritoryPage: "zona", PathPage: "percorso"}


@register.simple_tag(takes_context=True)
def calendar_address(context: dict[str, Any]) -> str:
    """Where the calendar stands, of this page alone if it is a territory or a path; empty without one."""
    page: Page = context["page"]
    address = address_of(context.get("request"), CalendarPage, page.locale_id)
    parameter = _PARAMETERS.get(type(page))
    return f"{address}?{urlencode({parameter: page.pk})}" if address and parameter else address
