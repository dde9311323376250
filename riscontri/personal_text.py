"""Whether free words hold what tells of a person: addresses, numbers, codes.

It finds what has a form. A name has none, so the page asks not to write any.
"""

import re
from collections.abc import Callable

import phonenumbers
from django.utils.translation import gettext_lazy as _

# Each run of characters is tried once, at its beginning, and never given back: what is typed may be made to
# take long.
_EMAIL = re.compile(r"(?<![^\s@])[^\s@]++@[^\s@]")
_WEB_ADDRESS = re.compile(r"(?:https?:|www\.)", re.IGNORECASE)
# DM 23/12/1976; letters stand for digits where two persons would have the same.
_TAX_CODE = re.compile(
    r"(?<![A-Z0-9])[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z](?![A-Z0-9])"
)
_IBAN = re.compile(r"IT[0-9]{2}[A-Z][0-9]{10}[A-Z0-9]{12}")
_BETWEEN = re.compile(r"[\s.\-/]+")

ADDRESS, WEB, TAX_CODE, IBAN, PHONE = (
    _("un indirizzo email"),
    _("l’indirizzo di un sito"),
    _("un codice fiscale"),
    _("un IBAN"),
    _("un numero di telefono"),
)


def found_in(text: str) -> list[object]:
    """What of a person there is in a text, in words; empty for nothing."""
    closed_up = _BETWEEN.sub("", text).upper()
    looks: list[tuple[object, Callable[[], bool]]] = [
        (ADDRESS, lambda: _EMAIL.search(text) is not None),
        (WEB, lambda: _WEB_ADDRESS.search(text) is not None),
        (TAX_CODE, lambda: _TAX_CODE.search(text.upper()) is not None),
        (IBAN, lambda: _IBAN.search(closed_up) is not None),
        (PHONE, lambda: _has_phone(text)),
    ]
    return [what for what, is_there in looks if is_there()]


def _has_phone(text: str) -> bool:
    """Years, law numbers and hours are none: only what could be dialled."""
    return next(iter(phonenumbers.PhoneNumberMatcher(text, "IT")), None) is not None
