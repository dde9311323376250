"""Who is the same person, for as much as a sign-up can tell.

The same address and the same name are one person; two people of a family may share an address. Who signed up
at the desk without an address is known by the telephone instead. The tax code of a person is theirs whatever
the address, where the form asks for no other: who signs up a child or a class may write their own elsewhere.
"""

import unicodedata

from candidature.submissions.applicants import Applicant
from moduli import Answers, Schema, identifying
from portal.people import addresses


def marks(applicant: Applicant) -> list[str]:
    """The person's name at their address, as it is compared; of who has none, at their telephone.

    None where there is neither: two people may have the same name.
    """
    where = addresses.box(applicant.email) if applicant.email else applicant.phone
    return [f"person {normalised_name(applicant)} {where}"] if where else []


def codes(schema: Schema, answers: Answers) -> list[str]:
    """The tax codes among the answers to questions that ask for a person's and no other."""
    return [f"code {code}" for code in identifying(schema, answers, of_a_person=True)]


def normalised_name(applicant: Applicant) -> str:
    """First and last name without case, accents, punctuation and order: `D’Àngelo Ada` is `ada d'angelo`."""
    decomposed = unicodedata.normalize("NFKD", f"{applicant.first_name} {applicant.last_name}".casefold())
    letters = "".join(
        character if character.isalnum() else " "
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return " ".join(sorted(letters.split()))
