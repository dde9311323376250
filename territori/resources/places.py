"""Where a resource is on a map, and its number: what leads out of the site and must not lead astray."""

from urllib.parse import urlencode

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

_MAP = "https://www.openstreetmap.org/"
# Some streets around the place.
_ZOOM = 18
# Degrees with as many digits are exact to a metre.
_DIGITS = 5

# Italy from Lampedusa to the Brenner, and from the Monviso to the Salento. Who mixes up the two numbers, or
# leaves out a point, is outside.
LATITUDES = [MinValueValidator(35), MaxValueValidator(47.5)]
LONGITUDES = [MinValueValidator(6.5), MaxValueValidator(18.7)]

# One press dials all of it: with words or a second number it would call a stranger. A number has at most 15
# digits (ITU-T E.164), and two of ours have more.
ONE_NUMBER = RegexValidator(
    r"^\+?(?:[ .-]?[0-9]){2,15}\Z", _("Scrivi un numero solo e nient’altro, per esempio 055 000 111.")
)


def map_address(latitude: float | None, longitude: float | None, address: str) -> str:
    """Where a map shows a place, by its coordinates or else by its address; empty where neither is known."""
    if latitude is not None and longitude is not None:
        here = f"{latitude:.{_DIGITS}f}", f"{longitude:.{_DIGITS}f}"
        return f"{_MAP}?{urlencode({'mlat': here[0], 'mlon': here[1]})}#map={_ZOOM}/{here[0]}/{here[1]}"
    return f"{_MAP}search?{urlencode({'query': address})}" if address else ""
