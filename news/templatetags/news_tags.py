"""The way from a territory to all of its news, and from a chapter to what it names in the others."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from news.models.chapters import Chapter
from news.models.news_index import NewsIndexPage
from portal.pages.landmarks import address_of

register = template.Library()

_WITHIN = re.compile(r'href="#([^"]+)"')
_TARGETS = re.compile(r'\bid="([^"]+)"')


@register.simple_tag(takes_context=True)
def news_address(context: dict[str, Any]) -> str:
    """Where the news of this territory stand; empty where there is no index of news."""
    page: Page = context["page"]
    address = address_of(context.get("request"), NewsIndexPage, page.locale_id)
    return f"{address}?{urlencode({'territorio': page.slug})}" if address else ""


@register.simple_tag(takes_context=True)
def chapter_body(context: Any, chapter: Chapter, chapters: Sequence[Chapter]) -> SafeString:
    """The text of a chapter for a page of its own, whose links to other chapters lead to their pages.

    What is in none of them is looked for in the whole.
    """
    html = chapter.bound_body.render(context=context.flatten())
    here = set(_TARGETS.findall(html))
    elsewhere = {name: one.address_of(name) for one in chapters for name in one.anchors}

    def leading(link: re.Match[str]) -> str:
        if link[1] in here:
            return link[0]
        name = unescape(link[1])
        return f'href="{escape(elsewhere.get(name, f"../../#{name}"))}"'

    return mark_safe(_WITHIN.sub(leading, html))  # noqa: S308 - a rendered template, and what is escaped
