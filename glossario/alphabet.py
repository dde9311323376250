"""Terms by their first letter, and those that somebody looks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from glossario.words import stems_in
from portal.italian.words import folded

# Where terms stand that begin with a figure or a sign.
OTHER = "#"


@dataclass(frozen=True)
class Letter:
    """The terms that begin with a letter; none for a letter that waits for its first."""

    name: str
    terms: tuple[Any, ...]

    @property
    def anchor(self) -> str:
        return f"lettera-{'altro' if self.name == OTHER else self.name.lower()}"


def in_order(terms: Iterable[Any]) -> list[Any]:
    """Terms as a dictionary has them: accents and capitals change no place."""
    return sorted(terms, key=lambda term: (folded(term.title), term.pk))


def listed(terms: Sequence[Any]) -> list[Letter]:
    """The whole alphabet, and beside it what is no letter, where there is any.

    Args:
        terms: in order.
    """
    by_letter: dict[str, tuple[Any, ...]] = {}
    for name, some in groupby(terms, key=lambda term: _first(term.title)):
        by_letter[name] = by_letter.get(name, ()) + tuple(some)
    alphabet = [Letter(name, by_letter.get(name, ())) for name in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return [*alphabet, Letter(OTHER, by_letter[OTHER])] if OTHER in by_letter else alphabet


def found(terms: Iterable[Any], query: str) -> list[Any]:
    """The terms that somebody means: by a part of a name, or by its words whatever their ending."""
    part, stems = folded(query), set(stems_in(query))
    return [term for term in terms if _is_meant(term, part, stems)]


def _is_meant(term: Any, part: str, stems: set[str]) -> bool:
    names = (term.title, *term.other_names)
    if any(part in folded(name) for name in names):
        return True
    return bool(stems) and any(stems <= set(stems_in(name)) for name in names)


def _first(title: str) -> str:
    letter = folded(title.strip())[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else OTHER
