"""What the public pages of calls and events say about seats and territories."""

from typing import Any

from django import template

from candidature.pages.window import Standing, standing
from eventi import seats
from eventi.pages import EventPage

register = template.Library()


@register.simple_tag
def seats_of(page: Any) -> dict[str, Any] | None:
    """Seats of an event as people ask about them; None for a call and where there is no limit. One query."""
    if not isinstance(page, EventPage) or page.capacity is None:
        return None
    return {
        "capacity": page.capacity,
        "free": seats.free(page) or 0,
        "moderated": page.admission == EventPage.Admission.MODERATED,
    }


@register.simple_tag
def standing_of(page: Any, seats: dict[str, Any] | None = None) -> Standing:
    """Where a call or event stands now, with the seats that `seats_of` counted."""
    is_full = seats is not None and not seats["moderated"] and not seats["free"]
    return standing(page.facts(is_full=is_full))


@register.simple_tag
def territories_of(page: Any) -> list[Any]:
    """The published territory pages of a call or event. One query."""
    return [territory for territory in page.territories.all() if territory.live]
