"""The way from a page to its news by mail, by feed and by calendar."""

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from news.models import Topic
from seguire.followers import subjects

register = template.Library()


@register.inclusion_tag("seguire/_follow.html", takes_context=True)
def follow_by_mail(context: dict[str, Any], *, news: str = "", calendar: str = "") -> dict[str, Any]:
    """Asks to be told by mail of what is new about this page; nothing where it cannot be followed.

    Args:
        news: where the news of this page stand, whose feed is named beside it.
        calendar: where its calendar stands.
    """
    page: Page = context["page"]
    if not page.pk or subjects.of_page(page) is None:
        return {}
    return {
        "address": reverse("seguire:page", args=[page.pk]),
        "feed": news.replace("?", "atom/?", 1),
        "calendar": calendar,
    }


@register.simple_tag
def follow_address(page: Page, topic: Topic | None) -> str:
    """Where one asks to be told by mail of a topic, or of all that an index lists; empty where nobody is."""
    if not page.pk:
        return ""
    if topic is not None:
        return reverse("seguire:topic", args=[topic.slug])
    return reverse("seguire:page", args=[page.pk])
