"""What templates of the whole admin ask of the review."""

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def is_review(context: Context) -> bool:
    """Whether the page is one of the review's.

    Asked of the context itself: one that Wagtail makes anew for a part of a page holds no `request`.
    """
    match = getattr(getattr(context, "request", None), "resolver_match", None)
    return match is not None and "candidature_review" in match.namespaces
