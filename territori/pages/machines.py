"""What a Casa della Comunità is, in the words of schema.org."""

from typing import Any

from territori.resources.kinds import Entrance


def clinic(house: Any, address: str) -> dict[str, Any]:
    """A `MedicalClinic` to which one can go.

    Args:
        house: its page.
        address: the whole address of its page.
    """
    is_located = house.latitude is not None and house.longitude is not None
    ways = [block.value for block in house.contacts]
    return {
        "@type": "MedicalClinic",
        "name": house.title,
        "description": house.get_meta_description(),
        "url": address,
        "address": house.address,
        "geo": is_located
        and {"@type": "GeoCoordinates", "latitude": house.latitude, "longitude": house.longitude},
        "hasMap": house.map_url,
        "telephone": next((one["phone"] for one in ways if one.get("phone")), None),
        "email": next((one["email"] for one in ways if one.get("email")), None),
        "amenityFeature": house.entrance
        and {
            "@type": "LocationFeatureSpecification",
            "name": str(house.get_entrance_display()),
            "value": house.entrance != Entrance.NOT_ACCESSIBLE,
        },
    }
