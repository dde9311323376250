"""Where a resource is on a map: the way to one on another site, which nobody's browser takes unasked."""

from urllib.parse import urlencode

from django.core.validators import MaxValueValidator, MinValueValidator

_MAP = "https://www.openstreetmap.org/"
# Some streets around the place.
_ZOOM = 18
# Degrees with as many digits are exact to a metre.
_DIGITS = 5

# Italy from Lampedusa to the Brenner, and from the Monviso to the Salento. Who mixes up the two numbers, or
# leaves out a point, is outside.
LATITUDES = [MinValueValidator(35), MaxValueValidator(47.5)]
LONGITUDES = [MinValueValidator(6.5), MaxValueValidator(18.7)]


def map_address(latitude: float | None, longitude: float | None, address: str) -> str:
    """Where a map shows a place, by its coordinates or else by its address; empty where neither is known."""
    if latitude is not None and longitude is not None:
        here = f"{latitude:.{_DIGITS}f}", f"{longitude:.{_DIGITS}f}"
        return f"{_MAP}?{urlencode({'mlat': here[0], 'mlon': here[1]})}#map={_ZOOM}/{here[0]}/{here[1]}"
    return f"{_MAP}search?{urlencode({'query': address})}" if address else ""
