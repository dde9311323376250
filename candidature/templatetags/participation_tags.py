"""What the public pages of what people can answer say about places and territories."""

from typing import Any

from django import template

from candidature.pages.window import Standing, standing
from candidature.pages.words import Places

register = template.Library()


@register.simple_tag
def standing_of(page: Any, places: Places | None = None) -> Standing:
    """Where a page stands now, with the places that `page.places` counted."""
    return standing(page.facts(is_full=places is not None and places.is_full))


@register.simple_tag
def territories_of(page: Any) -> list[Any]:
    """The published territory pages of a page. One query."""
    return [territory for territory in page.territories.all() if territory.live]
