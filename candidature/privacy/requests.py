"""Deciding on the request that one's data be erased (GDPR, art. 17 and 12(3); decision 44).

What nobody has to examine is erased at once. The rest is work of the office: it grants or refuses, within a
month, and tells why.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from candidature.access.scope import DECIDE
from candidature.actors import APPLICANT, Actor
from candidature.letters import writing as letters
from candidature.log.models import Reason
from candidature.pages.participation import ParticipationPage
from candidature.privacy import retention
from candidature.privacy.erasure_day import add_months
from candidature.process import changes, workflow
from candidature.statuses import Status
from candidature.submissions.address_changes import OBJECTION, AddressChange
from candidature.submissions.erasure_requests import ErasureRequest
from candidature.submissions.models import Submission
from portal.models import User

# In the log.
ASKED, REFUSED = "erasure_asked", "erasure_refused"
# Letters.
_TOLD, _REFUSED, _ERASED = "erasure_asked", "erasure_refused", "erased"
MONTHS = 1


class RequestError(Exception):
    """Nothing was decided."""


class NotAllowedError(RequestError):
    """The account may not decide on it, or does not even see it."""


class NothingToDecideError(RequestError):
    """There is no open request: a colleague was faster, or it is erased already."""


class NoReasonError(RequestError):
    """A refusal must be explained."""


def is_at_once(submission: Submission, page: ParticipationPage, at: datetime) -> bool:
    """Whether nobody has to look at it first.

    Never while a former address may still say that it was somebody else: what is erased does not come back.
    Nor once it is in the public register, of which others decide.
    """
    objectable = AddressChange.objects.filter(
        submission=submission, counted_at__gt=at - OBJECTION, objected_at=None
    )
    if submission.protocol_number or objectable.exists():
        return False
    return submission.status == Status.WITHDRAWN or page.erases_at_once(submission, at)


def open_request(submission: Submission) -> ErasureRequest | None:
    """What waits for an answer."""
    return ErasureRequest.objects.filter(submission=submission, refused_at=None).first()


def last_refusal(submission: Submission) -> ErasureRequest | None:
    """The answer given last."""
    return ErasureRequest.objects.filter(submission=submission).exclude(refused_at=None).first()


def ask(locked: Submission, page: ParticipationPage, at: datetime) -> ErasureRequest | None:
    """Erases at once, or begins the month within which the office answers; the caller proved who asks.

    Args:
        locked: the submission, locked after its page, in the caller's transaction.

    Returns:
        The request; None where everything is erased by now.
    """
    if is_at_once(locked, page, at):
        _erase(locked, page, APPLICANT, at)
        return None
    present = open_request(locked)
    if present is not None:
        return present
    today = timezone.localtime(at).date()
    request = ErasureRequest.objects.create(
        submission=locked, asked_at=at, answer_by=add_months(today, MONTHS)
    )
    changes.record(locked, ASKED, APPLICANT, details={"answer_by": request.answer_by.isoformat()})
    letters.write(_TOLD, locked, occasion=str(request.pk), more={"day": request.answer_by})
    return request


def grant(submission_id: int, user: User, at: datetime | None = None) -> str:
    """Erases what was asked to be erased, and writes so; returns the reference.

    Raises:
        RequestError: one of its kinds; nothing was done.
    """
    with transaction.atomic():
        locked, page = _lock(submission_id, user)
        if open_request(locked) is None:
            raise NothingToDecideError
        _erase(locked, page, Actor.staff(user), at or timezone.now())
        return locked.reference


def refuse(submission_id: int, user: User, reason: str) -> Submission:
    """Refuses, and writes why and to whom one may complain.

    Raises:
        RequestError: one of its kinds; nothing was done.
    """
    reason = reason.strip()
    if not reason:
        raise NoReasonError
    with transaction.atomic():
        locked, _page = _lock(submission_id, user)
        request = open_request(locked)
        if request is None:
            raise NothingToDecideError
        request.refused_at, request.reason = timezone.now(), reason
        request.save(update_fields=["refused_at", "reason"])
        entry = changes.record(locked, REFUSED, Actor.staff(user))
        Reason.objects.create(entry=entry, submission=locked, text=reason)
        letters.write(_REFUSED, locked, reason=reason, occasion=str(request.pk))
        return locked


def _lock(submission_id: int, user: User) -> tuple[Submission, ParticipationPage]:
    """Page and submission, in this order, for somebody who may decide on it."""
    if not user.has_perm(DECIDE):
        raise NotAllowedError
    visible = Submission.objects.visible_to(user).select_related("page")
    found = visible.filter(pk=submission_id).only("pk", "page").first()
    if found is None:
        raise NotAllowedError
    page = found.page.specific_class.lock([found.page_id])[found.page_id]
    rows = Submission.objects.select_for_update(of=("self",))
    locked = rows.filter(pk=submission_id).first()
    if locked is None:
        raise NothingToDecideError
    return locked, page


def _erase(locked: Submission, page: ParticipationPage, actor: Actor, at: datetime) -> None:
    """Erases for good. A seat or a place is given back first, by the one door, so that others move up."""
    if any(step.action == "withdraw" for step in workflow.available(locked, APPLICANT)):
        workflow.transition(locked.pk, "withdraw", APPLICANT, expected_version=locked.version, at=at)
    retention.erase(locked, actor)
    # After the letters about it are gone: this one says so, and leads nowhere. Of who has no address nothing
    # is left by which it could be handed over.
    if locked.email:
        letters.write_many([letters.Letter(_ERASED, locked, page, way=letters.Way(""))])
