"""By what names are compared and sorted."""

import unicodedata

from patti.signatures.models import LONGEST_BODY, Signer, SignerKind


def key_of(signer: Signer) -> str:
    """A body by its name, a person by surname and name: without accents, capitals and signs."""
    if signer.kind == SignerKind.BODY:
        return _plain(signer.body)
    return _plain(f"{signer.last_name} {signer.first_name}")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())[:LONGEST_BODY]
