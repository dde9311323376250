"""By what names are compared and sorted."""

import re
import unicodedata

from patti.signatures.models import LONGEST_BODY, Signer, SignerKind

# Letters with a dot after each: `A.S.D.`, also where the next word follows without a space.
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)\.?")


def key_of(signer: Signer) -> str:
    """A body by its name, a person by surname and name: without accents, capitals and signs.

    Empty only where there is no letter and no digit: `portal.people.names` takes no such name.
    """
    if signer.kind == SignerKind.BODY:
        return _plain(signer.body)
    return _plain(f"{signer.last_name} {signer.first_name}")


def _plain(text: str) -> str:
    # Once more after folding: what only looks like a letter folds once it is one, and folding makes marks.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    letters = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", letters)
    kept = "".join(letter if letter.isalnum() else " " for letter in letters)
    return " ".join(_joined(kept.split()))[:LONGEST_BODY]


def _joined(words: list[str]) -> list[str]:
    """Letters that stand alone one after the other are one word: `a s d` is `asd`."""
    found: list[str] = []
    spelled = False
    for word in words:
        is_letter = len(word) == 1 and word.isalpha()
        if is_letter and spelled:
            found[-1] += word
        else:
            found.append(word)
        spelled = is_letter
    return found
