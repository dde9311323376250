"""Changing where somebody who sent something is written to (decision 43).

A telephone number changes at once. Another address counts once it is proved; the former one is told when it
is asked for, and may object for a while, also afterwards.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidature.actors import APPLICANT
from candidature.confirmations import naming
from candidature.intake import quotas, revisions
from candidature.letters import writing as letters
from candidature.links import proofs
from candidature.links.models import FollowLink
from candidature.links.proofs import AddressProof
from candidature.log.models import LogEntry, Reason
from candidature.pages.participation import ParticipationPage
from candidature.process import changes
from candidature.submissions import marks
from candidature.submissions.address_changes import AddressChange
from candidature.submissions.erasure_requests import ErasureRequest
from candidature.submissions.models import Submission
from portal.models import OutboxMessage
from portal.outbox import by_hand
from portal.people import addresses
from portal.privacy.tokens import digest, new_token

# In the log.
ASKED, STOPPED, CHANGED = "address_asked", "address_stopped", "address_changed"
OBJECTED, PHONE_CHANGED = "address_objected", "phone_changed"
# The letter to the former address; those that prove an address, by what for.
TOLD = "address_asked"
_PROOF_LETTERS: dict[str, str] = {
    AddressProof.Purpose.ADDRESS: "prove_address",
    AddressProof.Purpose.ERASURE: "prove_erasure",
}
# Of changes asked for; each writes two letters.
AT_MOST, IN = 3, timedelta(days=1)
# Asked for again sooner, the letter that left is the one.
PAUSE = timedelta(minutes=2)


class ContactError(Exception):
    """Nothing was changed."""


class TooOftenError(ContactError):
    """The address was changed, or was to be changed, several times today."""


class ContestedError(ContactError):
    """The former address said that it was somebody else: for a while only the office changes it."""


class AddressTakenError(ContactError):
    """The page takes one from each, and knows this address from another submission."""


class ConfirmsError(ContactError):
    """Somebody who is asked to confirm reads this address: they would answer themselves."""


class NothingWaitsError(ContactError):
    """There is nothing to prove: done already, stopped, or too long ago."""


@dataclass(frozen=True)
class Moved:
    """An address that counts now, and the secret of the personal link for whoever proved it."""

    submission: Submission
    token: str


def change(submission: Submission, email: str, phone: str, *, client: str) -> AddressChange | None:
    """Writes another telephone number and begins a change of address: both of them, or neither.

    Returns, raises: see `change_phone` and `ask`.
    """
    with transaction.atomic():
        change_phone(submission, phone)
        return ask(submission, email, client=client)


def change_phone(submission: Submission, phone: str) -> None:
    """Writes another telephone number, or none.

    Raises:
        TooOftenError: it was changed several times today.
    """
    with transaction.atomic():
        locked = lock_submission(submission)
        if locked.phone == phone:
            return
        recent = locked.log.filter(action=PHONE_CHANGED, at__gt=timezone.now() - IN)
        if recent.count() >= AT_MOST:
            raise TooOftenError
        former, locked.phone = locked.phone, phone
        locked.save(update_fields=["phone"])
        revisions.follow_phone(locked, former)
        _record(locked, PHONE_CHANGED, former, phone)


def ask(submission: Submission, email: str, *, client: str) -> AddressChange | None:
    """Begins a change of address: a letter to the new one, which proves it, and one to the present, if any.

    Returns:
        None where that is the address already.

    Raises:
        TooOftenError, ContestedError, ConfirmsError: see each.
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    with transaction.atomic():
        locked = lock_submission(submission)
        if addresses.normal(locked.email) == addresses.normal(email):
            return None
        asked = AddressChange.objects.filter(submission=locked)
        if is_contested(locked):
            raise ContestedError
        if asked.filter(asked_at__gt=timezone.now() - IN).count() >= AT_MOST:
            raise TooOftenError
        if naming.names(locked, email):
            raise ConfirmsError
        quotas.letter(client, email)
        now = timezone.now()
        asked.filter(counted_at=None, stopped_at=None).update(stopped_at=now)
        change = AddressChange.objects.create(submission=locked, former=locked.email, present=email)
        _record(locked, ASKED, locked.email, email)
        proof = proofs.ask(locked, AddressProof.Purpose.ADDRESS, email)
        write_proof(locked, proof)
        if locked.email:
            way = letters.Way(letters.OBJECTION, str(change.pk))
            letters.write(TOLD, locked, occasion=str(change.pk), way=way)
        return change


def is_contested(submission: Submission) -> bool:
    """Whether only the office may change the address for now."""
    recent = AddressChange.objects.filter(submission=submission).exclude(objected_at=None)
    return recent.filter(objected_at__gt=timezone.now() - timedelta(days=30)).exists()


def write_again(submission: Submission, purpose: str, *, client: str) -> bool:
    """Mails the letter that proves an address once more; False where one waits or has just left.

    Raises:
        NothingWaitsError: see there.
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    with transaction.atomic():
        locked = lock_submission(submission)
        proof = proofs.waiting(locked, purpose)
        if proof is None:
            raise NothingWaitsError
        last = proofs.latest_letter(proof)
        if last is not None:
            is_recent = last.sent_at is not None and last.sent_at > timezone.now() - PAUSE
            if last.status == OutboxMessage.Status.PENDING or (is_recent and proof.code_hash):
                return False
        quotas.letter(client, proof.address)
        write_proof(locked, proof)
        return True


def stop(submission: Submission) -> None:
    """Gives up a change that is not proved yet."""
    with transaction.atomic():
        locked = lock_submission(submission)
        if _stop_waiting(locked):
            changes.record(locked, STOPPED, APPLICANT)


def prove_by_code(submission: Submission, typed: str) -> Moved | None:
    """Changes the address if the code was mailed to the new one; None for a wrong code.

    Raises:
        NothingWaitsError, AddressTakenError, ConfirmsError: see each.
    """
    with transaction.atomic():
        page = lock_page(submission)
        locked = lock_submission(submission)
        proof = proofs.waiting(locked, AddressProof.Purpose.ADDRESS)
        if proof is None:
            raise NothingWaitsError
        if not proofs.is_right(proof, typed):
            return None
        return _count(locked, page, proof, new_token())


def prove_by_link(proof: AddressProof, secret: str) -> Moved:
    """Changes the address for whoever pressed the button behind the link of the letter.

    Raises:
        NothingWaitsError, AddressTakenError, ConfirmsError: see each.
    """
    with transaction.atomic():
        page = lock_page(proof.submission)
        locked = lock_submission(proof.submission)
        present = proofs.waiting(locked, AddressProof.Purpose.ADDRESS)
        if present is None or present.link_hash != digest(secret):
            raise NothingWaitsError
        # What the letter holds becomes a personal link: a second press of its button finds the way.
        return _count(locked, page, present, secret)


def object_to(change: AddressChange) -> bool:
    """Stops a change, or takes it back, for whoever reads the former address; ends every link.

    Returns:
        Whether it was done now: False when it was done before.
    """
    now = timezone.now()
    with transaction.atomic():
        page = lock_page(change.submission)
        locked = lock_submission(change.submission)
        present = AddressChange.objects.get(pk=change.pk)
        if present.objected_at is not None:
            return False
        former = locked.email
        later = AddressChange.objects.filter(submission=locked, pk__gte=change.pk)
        later.filter(stopped_at=None).update(stopped_at=now)
        AddressChange.objects.filter(pk=change.pk).update(objected_at=now)
        AddressProof.objects.filter(submission=locked).delete()
        # Whoever wrote another address asked for this too.
        asked = ErasureRequest.objects.filter(submission=locked, refused_at=None)
        asked.filter(asked_at__gte=present.asked_at).delete()
        if addresses.normal(former) != addresses.normal(change.former):
            _write_address(locked, page, change.former)
        _end_links(locked)
        entry = _record(locked, OBJECTED, former, change.former)
        _write_link(locked, page, entry)
        return True


def _count(locked: Submission, page: ParticipationPage, proof: AddressProof, token: str) -> Moved:
    """Makes the new address count; `token` becomes the secret of a personal link."""
    change = locked.address_changes.filter(counted_at=None, stopped_at=None).first()
    if change is None or addresses.normal(change.present) != addresses.normal(proof.address):
        raise NothingWaitsError
    if naming.names(locked, change.present):
        # Named since.
        raise ConfirmsError
    former = locked.email
    locked.email = change.present
    # Only now: whoever has not proved an address learns nothing of it.
    if page.one_each and marks.meets_another(locked, page.marks(locked, locked.schema, locked.answers)):
        raise AddressTakenError
    _write_address(locked, page, change.present)
    change.counted_at = timezone.now()
    change.save(update_fields=["counted_at"])
    page.left_mailbox(change)
    AddressProof.objects.filter(submission=locked).delete()
    _end_links(locked)
    entry = _record(locked, CHANGED, former, change.present)
    _write_link(locked, page, entry)
    FollowLink.objects.create(submission=locked, token_hash=digest(token))
    return Moved(locked, token)


def _write_link(locked: Submission, page: ParticipationPage, entry: LogEntry) -> None:
    """Mails a new personal link to the address that counts now, with whatever the former mailbox had got."""
    attachments = page.new_mailbox_attachments(locked)
    letters.write("new_link", locked, occasion=str(entry.pk), attachments=attachments)


def _write_address(locked: Submission, page: ParticipationPage, email: str) -> None:
    """Writes an address, what is known by it, and sends there what has not left yet."""
    former = Submission.objects.values_list("email", flat=True).get(pk=locked.pk)
    page.leaves_mailbox(locked)
    locked.email = email
    # Whatever did not reach the former address says nothing of this one.
    locked.undelivered_since = None
    locked.save(update_fields=["email", "undelivered_since"])
    marks.put(locked, page.marks(locked, locked.schema, locked.answers))
    waiting = OutboxMessage.objects.filter(related_to=locked.reference, link_kind=letters.FOLLOW_LINK)
    # A decision that waits, or that could not be delivered, is for whoever is to be written to now.
    unsent = waiting.exclude(status=OutboxMessage.Status.SENT).filter(recipient=former)
    by_hand.readdress(unsent, email)


def _stop_waiting(locked: Submission) -> int:
    AddressProof.objects.filter(submission=locked, purpose=AddressProof.Purpose.ADDRESS).delete()
    waiting = AddressChange.objects.filter(submission=locked, counted_at=None, stopped_at=None)
    return waiting.update(stopped_at=timezone.now())


def _end_links(locked: Submission) -> None:
    locked.follow_links.filter(revoked_at=None).update(revoked_at=timezone.now())


def write_proof(locked: Submission, proof: AddressProof) -> None:
    """Writes the letter that proves an address, of a submission that is locked."""
    way = letters.Way(letters.PROOF, str(proof.pk), proof.address)
    occasion = f"{proof.pk}-{timezone.now().timestamp():.3f}"
    letters.write(_PROOF_LETTERS[proof.purpose], locked, occasion=occasion, way=way)


def _record(locked: Submission, action: str, former: str, present: str) -> LogEntry:
    """Logs a change; what it was from and to is kept beside, and goes with the submission."""
    entry = changes.record(locked, action, APPLICANT)
    nothing = _("nessuno")
    text = f"{former or nothing} → {present or nothing}"
    Reason.objects.create(entry=entry, submission=locked, text=text)
    return entry


def lock_submission(submission: Submission) -> Submission:
    """The submission, read afresh and locked until the transaction ends; the page is locked before.

    Raises:
        NothingWaitsError: it was erased meanwhile.
    """
    locked = Submission.objects.select_for_update(of=("self",)).filter(pk=submission.pk).first()
    if locked is None:
        raise NothingWaitsError
    return locked


def lock_page(submission: Submission) -> ParticipationPage:
    """The page, locked first where it takes one from each: nobody sends meanwhile."""
    model = submission.page.specific_class
    found: ParticipationPage = model.lock([submission.page_id], for_sending=True)[submission.page_id]
    return found
