"""The code by which anybody who holds a receipt may ask whether the portal made it.

It is derived from the submission and the secret key: nothing is stored, nobody can guess it from the
reference, and it tells nothing. When the submission is erased, its codes are as unknown as any other.
"""

import base64
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from candidature.receipts.versions import moment_of
from candidature.submissions.models import REFERENCE_ALPHABET, Submission
from portal.privacy.derived_secrets import derive

# 30 letters to the power of 16: 78 bits, which are still copied by hand.
_LETTERS = 16
_IN_A_GROUP = 4
# CS, the year, eight letters.
_LETTERS_OF_A_REFERENCE = 14


def code_of(submission: Submission, version: int) -> str:
    """The code of a version of its receipt, such as `7KQ4-XW9M-23AB-CDEF`."""
    return _code(submission.pk, submission.reference, version)


def address_of(submission: Submission, version: int) -> str:
    """The address of the page that says whether a receipt is authentic."""
    path = reverse("candidature:check_receipt", args=[submission.reference, code_of(submission, version)])
    return settings.SITE_URL + path


def issued_at(reference: str, code: str) -> datetime | None:
    """When the receipt with this code was issued; None where the portal knows of none.

    An unknown reference costs what a known one with a wrong code costs.

    Args:
        reference, code: as somebody typed them.
    """
    reference, code = normal(reference), only_letters(code)
    found = Submission.objects.filter(reference=reference).annotate(replaced=Count("answer_revisions"))
    submission: Any = found.defer("answers").first()
    pk, versions = (submission.pk, submission.replaced + 1) if submission else (0, 1)
    for version in range(1, versions + 1):
        is_this_one = constant_time_compare(only_letters(_code(pk, reference, version)), code)
        if is_this_one and submission is not None:
            return moment_of(submission, version)
    return None


def only_letters(typed: str) -> str:
    """The letters and digits of a code, however it was typed."""
    return "".join(character for character in typed.upper() if character.isascii() and character.isalnum())


def normal(reference: str) -> str:
    """A reference as it is stored, however it was typed."""
    letters = only_letters(reference)
    if not letters.startswith("CS") or len(letters) != _LETTERS_OF_A_REFERENCE:
        return letters
    return f"{letters[:2]}-{letters[2:6]}-{letters[6:10]}-{letters[10:]}"


def grouped(code: str) -> str:
    """A code in groups of four, however it was typed."""
    letters = only_letters(code)
    return "-".join(letters[start : start + _IN_A_GROUP] for start in range(0, len(letters), _IN_A_GROUP))


def _code(pk: int, reference: str, version: int) -> str:
    secret = derive("candidature.receipt_check", str(pk), reference, str(version))
    number = int.from_bytes(base64.urlsafe_b64decode(f"{secret}=="))
    letters = ""
    for _position in range(_LETTERS):
        number, letter = divmod(number, len(REFERENCE_ALPHABET))
        letters += REFERENCE_ALPHABET[letter]
    return grouped(letters)
