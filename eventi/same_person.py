"""Who is the same person, for as much as a sign-up can tell.

The same address and the same name are one person; two people of a family may share an address.
"""

import unicodedata

from candidature.submissions import addresses
from candidature.submissions.models import Applicant


def mark(applicant: Applicant) -> str:
    """The person's name at their address, as it is compared."""
    return f"person {normalised_name(applicant)} {addresses.box(applicant.email)}"


def normalised_name(applicant: Applicant) -> str:
    """First and last name without case, accents, punctuation and order: `D’Àngelo Ada` is `ada d'angelo`."""
    decomposed = unicodedata.normalize("NFKD", f"{applicant.first_name} {applicant.last_name}".casefold())
    letters = "".join(
        character if character.isalnum() else " "
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return " ".join(sorted(letters.split()))
