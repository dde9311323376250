"""Terms by their first letter, and those that somebody looks for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from glossario.words import Language
from portal.italian.words import folded

# Where terms stand that begin with a figure or a sign.
OTHER = "#"


# So many terms stand on one page; of more, those of one letter.
MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Letter:
    """A letter of the alphabet; none waits for its first term in vain, so each is there.

    Attributes:
        how_many: terms begin with it.
        terms: those, where they are shown.
    """

    name: str
    how_many: int
    terms: tuple[Any, ...] = ()

    @property
    def key(self) -> str:
        """How an address asks for it."""
        return "altro" if self.name == OTHER else self.name.lower()

    @property
    def anchor(self) -> str:
        return f"lettera-{self.key}"


def in_order(terms: Iterable[Any]) -> list[Any]:
    """Terms as a dictionary has them: accents and capitals change no place."""
    return sorted(terms, key=lambda term: (folded(term.title), term.pk))


def counted(titles: Iterable[str]) -> list[Letter]:
    """The whole alphabet, and beside it what is no letter, where there is any."""
    of_each = Counter(map(_first, titles))
    names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + (OTHER if OTHER in of_each else "")
    return [Letter(name, of_each[name]) for name in names]


def asked_for(letters: Iterable[Letter], key: str) -> Letter | None:
    """The letter that an address asks for; the first with terms where it asks for none of those."""
    with_terms = [letter for letter in letters if letter.how_many]
    return next((letter for letter in with_terms if letter.key == key), with_terms[0] if with_terms else None)


def filled(letters: Iterable[Letter], terms: Sequence[Any]) -> list[Letter]:
    """The letters with the terms that begin with them.

    Args:
        terms: in order.
    """
    by_letter: dict[str, tuple[Any, ...]] = {}
    for name, some in groupby(terms, key=lambda term: _first(term.title)):
        by_letter[name] = by_letter.get(name, ()) + tuple(some)
    return [replace(letter, terms=by_letter.get(letter.name, ())) for letter in letters]


def begins_with(title: str, letter: Letter) -> bool:
    return _first(title) == letter.name


def found(terms: Iterable[Any], query: str, language: Language) -> list[Any]:
    """The terms that somebody means: by a part of a name, or by its words whatever their ending."""
    part, stems = folded(query), set(language.stems_in(query))
    return [term for term in terms if _is_meant(term, part, stems, language)]


def _is_meant(term: Any, part: str, stems: set[str], language: Language) -> bool:
    names = (term.title, *term.other_names)
    if any(part in folded(name) for name in names):
        return True
    return bool(stems) and any(stems <= set(language.stems_in(name)) for name in names)


def _first(title: str) -> str:
    letter = folded(title.strip())[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else OTHER
