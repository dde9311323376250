"""What a name of a person or an organisation may look like, so that no letter carries a stranger's link.

A letter begins with a first name and goes to an address that nobody has proved yet: a name that
is an address would be a letter of advertising with the portal as its sender.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Joiners that some scripts need inside a word (Unicode 15, 23.2); every other format character is refused.
JOINERS = frozenset("\u200c\u200d")
PERSON_PUNCTUATION = frozenset(" '’‘ʼ´`.-‐‑–,")
ORGANISATION_PUNCTUATION = PERSON_PUNCTUATION | frozenset('&+/()[]"“”«»:;!°ºª_*#|—')
MOST_PUNCTUATION_OF_A_PERSON = 8
MOST_PUNCTUATION_OF_AN_ORGANISATION = 24
MOST_DIGITS_OF_A_PERSON = 4

# None of these begins with a repetition: a search would try it from every letter of a long text, to its end.
_SCHEME = re.compile(r"[a-z0-9+.-]://|\b(?:https?|ftp|mailto|tel)\s*:|\bwww\s*\.", re.IGNORECASE)
# Two letters or more, a dot and two more: `A.S.D.` and `M.Teresa` are none, `premio.example` is.
_DOMAIN = re.compile(r"[^\W_]{2}\.[^\W\d_]{2}")
_DOMAIN_WITH_PATH = re.compile(_DOMAIN.pattern + r"[^\W\d_]*[/:?#]")
_REPEATED = re.compile(r"([^\w\s])\1{2,}")

LOOKS_LIKE_AN_ADDRESS = _("Qui va solo un nome: togli indirizzi di siti o di posta.")
HAS_LINE_BREAKS = _("Scrivi il nome su una sola riga, senza caratteri invisibili.")
ODD_CHARACTERS = _("Qui va solo un nome: togli i simboli che non ne fanno parte.")
NO_LETTERS = _("Scrivi il nome con almeno una lettera.")


# How titles of women are written, as in `Prof.ssa`: no address ends so.
_TITLE = re.compile(r"\b(Prof|Dott|Dr)\.(ss[ae])\b", re.IGNORECASE)


def check_person(value: str) -> None:
    """Accepts a first or last name.

    Raises:
        ValidationError: with a sentence for whoever typed it.
    """
    _check_characters(value, PERSON_PUNCTUATION, MOST_PUNCTUATION_OF_A_PERSON)
    if _DOMAIN.search(value):
        raise ValidationError(LOOKS_LIKE_AN_ADDRESS, code="address")
    if sum(character.isdigit() for character in value) > MOST_DIGITS_OF_A_PERSON:
        raise ValidationError(ODD_CHARACTERS, code="characters")


def check_organisation(value: str) -> None:
    """Accepts the name of an organisation, which may hold more punctuation, such as `3C+ soc. coop.`.

    Raises:
        ValidationError: with a sentence for whoever typed it.
    """
    _check_characters(value, ORGANISATION_PUNCTUATION, MOST_PUNCTUATION_OF_AN_ORGANISATION)
    if _DOMAIN_WITH_PATH.search(value):
        raise ValidationError(LOOKS_LIKE_AN_ADDRESS, code="address")


def _check_characters(value: str, punctuation: frozenset[str], most: int) -> None:
    if any(_is_invisible(character) for character in value):
        raise ValidationError(HAS_LINE_BREAKS, code="invisible")
    if "@" in value or "＠" in value or _SCHEME.search(value):
        raise ValidationError(LOOKS_LIKE_AN_ADDRESS, code="address")
    odd = [character for character in value if not _belongs_to_words(character)]
    if set(odd) - punctuation or _REPEATED.search(value):
        raise ValidationError(ODD_CHARACTERS, code="characters")
    if sum(character != " " for character in odd) > most:
        raise ValidationError(ODD_CHARACTERS, code="characters")
    # Some letters are nothing but a mark on the one before, such as the voiced mark of halfwidth kana.
    if not any(unicodedata.category(letter)[0] == "L" for letter in unicodedata.normalize("NFKD", value)):
        raise ValidationError(NO_LETTERS, code="letters")


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return character not in JOINERS and (category[0] == "C" or category in ("Zl", "Zp"))


def _belongs_to_words(character: str) -> bool:
    """A letter, a mark on a letter, a digit, or one of the joiners."""
    return unicodedata.category(character)[0] in "LMN" or character in JOINERS


def greeting(first_name: str) -> str:
    """The first name as a letter may greet with it: empty when a mail program could make a link of it.

    Names are checked when they are typed; this holds for those that came in by any other way.
    """
    plain = " ".join(first_name.split())
    try:
        check_person(_TITLE.sub(r"\1 \2", plain))
    except ValidationError:
        return ""
    # A dot between letters is all that is left of an address, and `M. Teresa` reads as well.
    return re.sub(r"\.(?=\w)(?!ss[ae]\b)", ". ", plain)
