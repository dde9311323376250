"""The applicant's door to erasure: the address is proved anew, because nothing that is erased comes back."""

from datetime import datetime

from django.db import transaction

from candidature.intake import quotas
from candidature.intake.contact import NothingWaitsError, lock_page, lock_submission, write_proof
from candidature.links import proofs
from candidature.links.proofs import AddressProof
from candidature.pages.participation import ParticipationPage
from candidature.privacy import requests
from candidature.submissions.erasure_requests import ErasureRequest
from candidature.submissions.models import Submission
from portal.privacy.tokens import digest

PURPOSE = AddressProof.Purpose.ERASURE


class WrongCodeError(Exception):
    """The code is not that of the last letter; it was counted."""


def begin(submission: Submission, *, client: str) -> None:
    """Mails the letter with which whoever asks proves to read the submission's address.

    Raises:
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    with transaction.atomic():
        locked = lock_submission(submission)
        if proofs.waiting(locked, PURPOSE) is None:
            quotas.letter(client, locked.email)
            write_proof(locked, proofs.ask(locked, PURPOSE, locked.email))


def give_up(submission: Submission) -> None:
    """Forgets that somebody began to ask."""
    AddressProof.objects.filter(submission=submission, purpose=PURPOSE).delete()


def ask_by_code(submission: Submission, typed: str, at: datetime) -> ErasureRequest | None:
    """Asks for erasure with the code of the letter; None where everything is erased by now.

    Raises:
        NothingWaitsError: see there.
        WrongCodeError: the code is wrong.
    """
    is_right = False
    with transaction.atomic():
        page, locked = lock_page(submission), lock_submission(submission)
        proof = proofs.waiting(locked, PURPOSE)
        if proof is None:
            raise NothingWaitsError
        is_right = proofs.is_right(proof, typed)
        if is_right:
            return _ask(locked, page, proof, at)
    # After the transaction, in which the wrong one is counted.
    raise WrongCodeError


def ask_by_link(proof: AddressProof, secret: str, at: datetime) -> ErasureRequest | None:
    """The same for whoever pressed the button behind the link of the letter.

    Raises:
        NothingWaitsError: see there.
    """
    with transaction.atomic():
        page, locked = lock_page(proof.submission), lock_submission(proof.submission)
        present = proofs.waiting(locked, PURPOSE)
        if present is None or present.link_hash != digest(secret):
            raise NothingWaitsError
        return _ask(locked, page, present, at)


def _ask(
    locked: Submission, page: ParticipationPage, proof: AddressProof, at: datetime
) -> ErasureRequest | None:
    AddressProof.objects.filter(pk=proof.pk).delete()
    return requests.ask(locked, page, at)
