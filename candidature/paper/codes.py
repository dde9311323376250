"""The code on a printed form, by which whoever gets it on a desk finds the form on the screen.

It tells the page, the version of its questions and, by its last letter, whether it was read right: one wrong
letter is always noticed, and two that changed places nearly always. It is no secret.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from candidature.pages.kinds import participation_models
from candidature.pages.participation import ParticipationPage
from candidature.submissions.form_versions import digest_of
from candidature.submissions.models import REFERENCE_ALPHABET
from moduli import Schema

_BASE = len(REFERENCE_ALPHABET)
_LETTERS_OF_A_VERSION = 4
# Of a page whose number has no end of digits.
_LONGEST = 20


@dataclass(frozen=True)
class FoundForm:
    """A form that was printed.

    Attributes:
        page: the call or event, as it is now; perhaps closed, or not published any more.
        is_present: whether it still asks what is printed.
    """

    page: ParticipationPage
    is_present: bool


def code_of(page: ParticipationPage, schema: Schema) -> str:
    """The code of the form of a page, such as `4K-7KQ4X`."""
    page_letters, version = _written(page.answered_id), _version(schema)
    return f"{page_letters}-{version}{_check_letter(page_letters + version)}"


def find(code: str) -> FoundForm | None:
    """The form with this code, however it was typed; None where there is none, or it was typed wrong."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    shortest = _LETTERS_OF_A_VERSION + 2
    if not shortest <= len(letters) <= _LONGEST or not set(letters) <= set(REFERENCE_ALPHABET):
        return None
    body, check = letters[:-1], letters[-1]
    if _check_letter(body) != check:
        return None
    page = _page(_read(body[:-_LETTERS_OF_A_VERSION]))
    if page is None:
        return None
    version = body[-_LETTERS_OF_A_VERSION:]
    return FoundForm(page, is_present=_version(page.schema) == version)


def _page(pk: int) -> ParticipationPage | None:
    for model in participation_models():
        # `id`, not `pk`: through the link to its parent a number greater than any column holds is an error.
        found: ParticipationPage | None = model._default_manager.filter(id=pk, original=None).first()
        if found is not None:
            return found
    return None


def _version(schema: Schema) -> str:
    number = int(digest_of(schema)[:15], 16) % _BASE**_LETTERS_OF_A_VERSION
    return _written(number).rjust(_LETTERS_OF_A_VERSION, REFERENCE_ALPHABET[0])


def _check_letter(letters: str) -> str:
    """By the formula of Luhn, for thirty letters instead of ten digits."""
    total = sum(_doubled(letters))
    return REFERENCE_ALPHABET[-total % _BASE]


def _doubled(letters: str) -> Iterator[int]:
    for place, letter in enumerate(reversed(letters)):
        value = REFERENCE_ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        yield value // _BASE + value % _BASE


def _written(number: int) -> str:
    letters = ""
    while number or not letters:
        number, letter = divmod(number, _BASE)
        letters = REFERENCE_ALPHABET[letter] + letters
    return letters


def _read(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _BASE + REFERENCE_ALPHABET.index(letter)
    return number
