"""Who is asked to confirm an application: named, corrected, taken off. Nobody is written to here.

The application is locked by the caller.
"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from candidature.actors import APPLICANT
from candidature.confirmations import letters, noting
from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation, ConfirmationLink
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from portal.people import addresses

State, Role = Confirmation.State, Confirmation.Role


@dataclass(frozen=True)
class Named:
    """Somebody to be asked; `body` is the organisation for which they answer."""

    name: str
    email: str
    body: str = ""


def address_digest(address: str) -> str:
    """By what an address is known again once it is forgotten; empty for none."""
    if not address:
        return ""
    return salted_hmac("candidature.confirmations", addresses.box(address), algorithm="sha256").hexdigest()


def refusing(written: Draft | Submission) -> set[str]:
    """The digests of the addresses to which nobody writes about this application any more. One query."""
    refused = written.confirmations.filter(refuses_letters=True)
    return set(refused.values_list("address_digest", flat=True))


@dataclass(frozen=True)
class Known:
    """Addresses, by their digests, that nobody else is to have about the same draft.

    Attributes:
        refusing: to which nobody writes any more.
        partners: of partners: who answers for one is neither who applies nor their guardian.
    """

    refusing: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()


def known(draft: Draft) -> Known:
    """The addresses of those whom a draft names or named. One query."""
    rows = draft.confirmations.exclude(address_digest="")
    found = list(rows.values_list("address_digest", "refuses_letters", "role", "state"))
    return Known(
        frozenset(digest for digest, refuses, _role, _state in found if refuses),
        frozenset(
            digest
            for digest, _refuses, role, state in found
            if role == Role.PARTNER and state != State.REMOVED
        ),
    )


def names(submission: Submission, address: str) -> bool:
    """Whether somebody who is asked about what was sent reads this address. A query only where anybody is."""
    if not submission.has_confirmations:
        return False
    asked = submission.confirmations.exclude(state=State.REMOVED)
    return asked.filter(address_digest=address_digest(address)).exists()


def guardian_of(draft: Draft) -> Confirmation | None:
    """The guardian that a draft names. One query."""
    return _guardians(draft).first()


def name_guardian(draft: Draft, named: Named | None) -> None:
    """Writes who the guardian is, or that there is none to be asked.

    Who was written to stays, not to be asked a second time, nor at all where they said no: a date of birth is
    a slip easily made and put right.
    """
    present = guardian_of(draft)
    if named is None:
        if present is not None and not _was_written_to(present):
            take_off(present)
    elif present is None:
        _named(Confirmation(draft=draft, role=Role.GUARDIAN), named).save()
    else:
        correct(present, named)


def correct(confirmation: Confirmation, named: Named) -> Confirmation:
    """Writes who is to be asked instead; with another address it is another person, who is asked anew.

    What somebody else answered is taken off: their address stays refused where they said no. So is what was
    confirmed under another name: nobody confirms for a body that they never read of.

    Returns:
        Who is to be asked now.
    """
    is_same = address_digest(named.email) == confirmation.address_digest and not confirmation.said_no
    has_same_name = (confirmation.name, confirmation.body) == (named.name, named.body)
    if is_same and (has_same_name or not confirmation.content):
        confirmation.name, confirmation.body, confirmation.typed = named.name, named.body, {}
        confirmation.email = named.email
        # It was signed in the other name.
        confirmation.on_paper = confirmation.on_paper and has_same_name
        confirmation.save()
        return confirmation
    other = Confirmation(role=confirmation.role, created_at=confirmation.created_at, **confirmation.owning())
    take_off(confirmation)
    _named(other, named).save()
    return other


def add_unfinished(written: Draft, typed: dict[str, str]) -> Confirmation:
    """A partner in whom something typed is wrong."""
    return Confirmation.objects.create(draft=written, role=Role.PARTNER, typed=typed)


def add_partner(written: Draft, named: Named) -> Confirmation:
    """A partner to be asked."""
    partner = _named(Confirmation(draft=written, role=Role.PARTNER), named)
    partner.save()
    return partner


def take_off(confirmation: Confirmation, *, forgets_why: bool = False) -> None:
    """Asks them no more, and forgets who they are; their link says so.

    Why somebody said no to what was sent stays with it, and why a guardian did: the office reads it.
    """
    stays = confirmation.said_no and (confirmation.is_guardian or confirmation.submission_id is not None)
    letters.forget(confirmation)
    if confirmation.state != State.NAMED:
        noting.note(noting.TAKEN_OFF, confirmation, APPLICANT)
    if not _was_written_to(confirmation):
        confirmation.delete()
        return
    if not confirmation.refuses_letters:
        confirmation.address_digest = ""
    confirmation.state, confirmation.typed = State.REMOVED, {}
    confirmation.name = confirmation.body = confirmation.email = ""
    if forgets_why or not stays:
        confirmation.reason = ""
    confirmation.save()


def same_named(written: Draft | Submission, named: Named) -> Confirmation | None:
    """Who is named already and is the same: by the address; without one, by the name. One query."""
    rows = written.confirmations.exclude(state=State.REMOVED)
    if named.email:
        return rows.filter(address_digest=address_digest(named.email)).first()
    return rows.filter(role=Role.PARTNER, email="", name=named.name, body=named.body).first()


def missing(application: Application) -> list[Confirmation]:
    """Who has not confirmed what is written now. One query."""
    content = application.content
    return [one for one in application.confirmations() if not one.has_confirmed(content)]


def _guardians(draft: Draft) -> QuerySet[Confirmation]:
    return draft.confirmations.filter(role=Role.GUARDIAN).exclude(state=State.REMOVED)


def _was_written_to(confirmation: Confirmation) -> bool:
    is_linked = ConfirmationLink.objects.filter(confirmation=confirmation).exists()
    return confirmation.refuses_letters or is_linked


def _named(confirmation: Confirmation, named: Named) -> Confirmation:
    confirmation.name, confirmation.email, confirmation.body = named.name, named.email, named.body
    confirmation.address_digest, confirmation.typed = address_digest(named.email), {}
    return confirmation
