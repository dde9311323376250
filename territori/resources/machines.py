"""What a resource is, in the words of schema.org."""

from typing import Any

from territori.resources.kinds import chosen
from territori.resources.week import Weekday

_DAYS = {
    Weekday.MONDAY: "Monday",
    Weekday.TUESDAY: "Tuesday",
    Weekday.WEDNESDAY: "Wednesday",
    Weekday.THURSDAY: "Thursday",
    Weekday.FRIDAY: "Friday",
    Weekday.SATURDAY: "Saturday",
    Weekday.SUNDAY: "Sunday",
}


def service(resource: Any, address: str) -> dict[str, Any]:
    """A `Service`, with the way to it.

    Args:
        resource: its page.
        address: the whole address of its page.
    """
    provider, municipality = resource.organisation, resource.municipality
    return {
        "@type": "Service",
        "name": resource.title,
        "description": resource.get_meta_description(),
        "serviceType": resource.kind_in_words(),
        "url": address,
        "provider": provider
        and _filled({"@type": "Organization", "name": provider.name, "url": provider.website}),
        "areaServed": municipality and municipality.name,
        "audience": [{"@type": "Audience", "audienceType": words} for words in resource.for_whom_in_words()],
        "availableChannel": _filled(
            {
                "@type": "ServiceChannel",
                "serviceUrl": resource.website,
                "servicePhone": resource.phone
                and _filled({"@type": "ContactPoint", "telephone": resource.phone, "email": resource.email}),
                "serviceLocation": resource.whole_address and _place(resource),
            }
        ),
    }


def _place(resource: Any) -> dict[str, Any]:
    is_located = resource.latitude is not None and resource.longitude is not None
    return _filled(
        {
            "@type": "Place",
            "name": resource.title,
            "address": resource.whole_address,
            "latitude": resource.latitude if is_located else None,
            "longitude": resource.longitude if is_located else None,
            "openingHoursSpecification": [_hours(one) for one in resource.timetable.hours],
        }
    )


def _hours(one: Any) -> dict[str, Any]:
    """Twenty-four hours are written as search engines read them: two equal times mean closed to them."""
    is_round_the_clock = one.opens == one.closes
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [_DAYS[Weekday(day.value)] for day in chosen(one.days, Weekday)],
        "opens": "00:00" if is_round_the_clock else f"{one.opens:%H:%M}",
        "closes": "23:59" if is_round_the_clock else f"{one.closes:%H:%M}",
    }


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
