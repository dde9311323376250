"""The way from a territory to all of its news."""

from typing import Any
from urllib.parse import urlencode

from django import template
from wagtail.models import Page

from news.models.news import NewsIndexPage
from portal.pages.landmarks import address_of

register = template.Library()


@register.simple_tag(takes_context=True)
def news_address(context: dict[str, Any]) -> str:
    """Where the news of this territory stand; empty where there is no index of news."""
    page: Page = context["page"]
    address = address_of(context.get("request"), NewsIndexPage, page.locale_id)
    return f"{address}?{urlencode({'territorio': page.slug})}" if address else ""
