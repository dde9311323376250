"""The way from a screen to the part of the manual that tells of it."""

from typing import Any

from django import template

from portal.manual.places import address_for

register = template.Library()


@register.simple_tag(takes_context=True)
def manual_here(context: dict[str, Any]) -> str:
    """The address of the part that tells of this screen; empty where none does."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or not request.user.is_authenticated:  # type: ignore[union-attr]
        return ""
    return address_for(match.view_name)
