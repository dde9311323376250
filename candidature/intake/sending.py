"""From draft to submission: the applicant's one door, in one transaction.

What comes out is committed before any mail leaves, and sending the same draft again gives the same
submission.
"""

from datetime import datetime

from django.db import transaction

from candidature.intake import confirming, quotas, receiving
from candidature.intake.drafts import DraftGoneError, IntakeError
from candidature.intake.receiving import (
    AlreadySentError,
    AnswersChangedError,
    ApplicantMissingError,
    ApplicantNotAdmittedError,
    FormChangedError,
    FullError,
    NoticeNotReadError,
    OthersMissingError,
    TooYoungError,
    WindowClosedError,
)
from candidature.letters import writing as letters
from candidature.links import draft_links, secret_links
from candidature.pages.participation import ParticipationPage
from candidature.process import workflow
from candidature.submissions import marks
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission

__all__ = [
    "AddressNotProvedError",
    "AlreadySentError",
    "AnswersChangedError",
    "ApplicantMissingError",
    "ApplicantNotAdmittedError",
    "DraftSentError",
    "FormChangedError",
    "FullError",
    "NoticeNotReadError",
    "OthersMissingError",
    "TooYoungError",
    "WindowClosedError",
    "remind",
    "sent_before",
    "submit",
]


class DraftSentError(DraftGoneError):
    """The draft was sent already, and not by this press of the button: its link opens nothing any more."""


class AddressNotProvedError(IntakeError):
    """Everything is in order, but nobody has proved to read what is sent to the address."""


def submit(
    token: str,
    *,
    received_at: datetime,
    notice_id: int | None,
    client: str = "",
    form_key: str = "",
    shown: str | None = None,
    seen: str | None = None,
    found: Draft | None = None,
) -> Submission:
    """Sends a draft. A second press of the same form returns the submission that the first one made.

    Args:
        form_key: made for the summary page that was shown; `secret_links.receipt_secret` leads from it to the
            receipt. Without one nobody is shown a receipt, and the personal link comes by letter only.
        received_at: when the request reached the server, before its body was read.
        notice_id: the privacy notice that the applicant ticked as read.
        client: the visitor whose quota counts it (`portal.web.visitors.client_of`); nobody's, unless given.
        shown, seen: the digests of the form in whose words the answers were seen, and of what was seen
            (`submissions.content`); not asked, unless given.
        found: the draft of this secret with its page, as both were read a moment ago; else they are read.

    Raises:
        OthersMissingError: what is left to do is in `candidature.intake.others`.
        AlreadySentError: to this page, by the same person.
        AddressNotProvedError: what is left to do is in `candidature.intake.confirming`.
        LimitReachedError: this visitor sent too much.
        WindowClosedError, DraftGoneError, DraftSentError, ApplicantMissingError, ApplicantNotAdmittedError,
            TooYoungError, NoticeNotReadError, FormChangedError, AnswersChangedError, FullError: see each.
        IncompleteAnswersError: the page's questions changed, or a step was skipped.
    """
    return receiving.in_one_transaction(
        lambda again: _submit_once(
            token, received_at, notice_id, client, form_key, shown, seen, None if again else found
        )
    )


def _submit_once(
    token: str,
    received_at: datetime,
    notice_id: int | None,
    client: str,
    form_key: str,
    shown: str | None,
    seen: str | None,
    found: Draft | None,
) -> Submission:
    found = found or draft_links.find(token)
    if found is None:
        return _already_sent(token, form_key)
    page, draft = receiving.lock(found)
    if draft is None:
        return _already_sent(token, form_key)
    moment = confirming.counting_moment(draft, page, received_at)
    if moment is None:
        raise WindowClosedError
    version = None if page.accepts(received_at) else confirming.form_pressed(draft)
    complete = receiving.checked(
        page, draft, moment, notice_id=notice_id, version=version, shown=shown, seen=seen
    )
    # Before anything is said of others with the same address.
    if not confirming.is_proved(draft, token):
        raise AddressNotProvedError
    receiving.wait_for_others(complete)
    known_by = receiving.sender(complete)
    if client:
        page.count_sending(client, draft.email)
    submission = receiving.take(complete, known_by, moment, client=client)
    if form_key:
        secret_links.hand_over(submission, token, form_key)
    workflow.receive(submission, page, moment)
    return submission


def sent_before(page: ParticipationPage, draft: Draft, token: str) -> Submission | None:
    """What the sender of a draft already sent and that excludes sending it; never to be shown.

    None for who has not proved the address: nobody finds out whose address is known.
    """
    if not page.one_each or not draft.says_who or not confirming.is_proved(draft, token):
        return None
    return marks.earlier(page.pk, page.marks(draft, page.form_of(draft), draft.answers))


def remind(submission: Submission, *, at: datetime, client: str) -> None:
    """Writes to somebody who signs up twice where to find the first time: only their mailbox learns of it.

    At most one such letter leaves in an hour, whoever asks however often; to who has no address, none.
    """
    if not submission.email:
        return
    with transaction.atomic():
        quotas.letter(client, submission.email)
        letters.write("already_sent", submission, occasion=f"{at:%Y%m%d%H}")


def _already_sent(token: str, form_key: str) -> Submission:
    ended = secret_links.ended(token)
    if ended is None or ended.submission_id is None:
        raise DraftGoneError
    submission = secret_links.sent_by(token, form_key) if form_key else None
    if submission is None:
        raise DraftSentError
    return submission
