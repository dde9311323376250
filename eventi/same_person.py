"""One sign-up of a person to an event: who is the same person, for as much as a form can tell.

The same address and the same name are one person; two people of a family may share an address.
"""

import unicodedata

from django.db.models import Q

from candidature.statuses import Status
from candidature.submissions.models import Applicant, Submission

# What somebody withdrew, or what was refused, takes nobody's place.
ENDED = (Status.WITHDRAWN, Status.REJECTED)


def earlier_sign_up(page_id: int, applicant: Applicant) -> Submission | None:
    """What this person already sent for an event and that still counts. The event must be locked."""
    local, domain = _parts(applicant.email)
    same_box = Q(email__iexact=f"{local}@{domain}") | Q(
        email__istartswith=f"{local}+", email__iendswith=f"@{domain}"
    )
    candidates = Submission.objects.filter(same_box, page=page_id).exclude(status__in=ENDED)
    name = normalised_name(applicant)
    for submission in candidates.order_by("pk").defer("answers"):
        if normalised_name(submission) == name:
            return submission
    return None


def normalised_name(applicant: Applicant) -> str:
    """First and last name without case, accents, punctuation and order: `D’Àngelo Ada` is `ada d'angelo`."""
    decomposed = unicodedata.normalize("NFKD", f"{applicant.first_name} {applicant.last_name}".casefold())
    letters = "".join(
        character if character.isalnum() else " "
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return " ".join(sorted(letters.split()))


def _parts(email: str) -> tuple[str, str]:
    """The box and the domain of an address, lowercase; what follows a `+` reaches the same box."""
    local, _at, domain = email.strip().lower().rpartition("@")
    return local.partition("+")[0], domain
