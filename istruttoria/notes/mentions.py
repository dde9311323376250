"""Who is named with an `@` in a note: a colleague who may read the submission, by name or by address."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.models import User

# Of one note. Whoever wants to tell more people writes to a committee.
MOST_MENTIONED = 20
# An at-sign that begins a word: that of an address stands inside one.
_AT = re.compile(r"(?<![\w.@])@(?=\S)")
_WORD = re.compile(r"[^\s,;:!?()«»\"]+")
# What is shown of a name that nobody has.
_WORDS_SHOWN = 2
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})


@dataclass(frozen=True)
class Mentioned:
    """What the at-signs of a text stand for.

    Attributes:
        users: whom it names, each once.
        ambiguous: names that several who may read it bear.
        unknown: what follows an at-sign and names nobody who may read it.
    """

    users: list[User] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def mentioned(text: str, readers: Iterable[User]) -> Mentioned:
    """Whom a text names, among those who may read the submission that it is about.

    Whoever else bears such a name is not told apart from a name that nobody bears.
    """
    places = [match.end() for match in _AT.finditer(text)]
    if not places:
        return Mentioned()
    called = _names(readers)
    longest_first = sorted(called, key=len, reverse=True)
    found = Mentioned()
    for place in places:
        following = _plain(text[place : place + 400])
        name = next((name for name in longest_first if _begins_with(following, name)), None)
        if name is None:
            _add(found.unknown, _shown(text[place:]))
        elif len(called[name]) > 1:
            _add(found.ambiguous, str(called[name][0]))
        elif len(found.users) < MOST_MENTIONED and called[name][0] not in found.users:
            found.users.append(called[name][0])
    return found


def way_to_name(user: User, others: Iterable[User]) -> str:
    """What stands after the at-sign: the name, or the address where others bear the same."""
    is_shared = any(other.pk != user.pk and _plain(str(other)) == _plain(str(user)) for other in others)
    return user.email if is_shared else " ".join(str(user).split())


def fits(user: User, typed: str) -> bool:
    """Whether an account is one that somebody who typed this may mean: each word begins one of its name's."""
    parts = [*_plain(str(user)).split(), user.email]
    return all(any(part.startswith(word) for part in parts) for word in _plain(typed).split())


def _names(readers: Iterable[User]) -> dict[str, list[User]]:
    """Those who may be named, by what names them."""
    called: dict[str, list[User]] = {}
    for user in readers:
        for name in {_plain(str(user)), _plain(user.email)} - {""}:
            called.setdefault(name, []).append(user)
    return called


def _begins_with(following: str, name: str) -> bool:
    """Whether the text goes on with this name, and then with another word or none."""
    if not following.startswith(name):
        return False
    after = following[len(name) :]
    return not after[:1].isalnum() and not re.match(r"[@'-]\w|\.\w", after)


def _plain(text: str) -> str:
    """As names are compared: without case, accents, doubled spaces and the shape of apostrophes."""
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def _shown(following: str) -> str:
    words = _WORD.findall(following[:200].split("\n")[0])[:_WORDS_SHOWN]
    return " ".join(words)[:80].rstrip(".")


def _add(names: list[str], name: str) -> None:
    if name and name not in names:
        names.append(name)
