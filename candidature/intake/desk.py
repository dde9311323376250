"""The staff's door: what somebody brings on paper, says by telephone or posts is typed for them.

What counts is when it reached the office, not when it is typed; who types it, and when, the log says. There
is no link and no proof of an address: an account answers for it, within its scope (decision 54).
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from candidature.access import entering
from candidature.actors import Actor
from candidature.intake import receiving
from candidature.intake.drafts import DraftGoneError, IntakeError
from candidature.intake.receiving import WindowClosedError
from candidature.links import secret_links
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Reason, reason
from candidature.process import workflow
from candidature.submissions import marks
from candidature.submissions.channels import Channel
from candidature.submissions.desk import DeskEntry
from candidature.submissions.drafts import Draft
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission
from portal.models import User

# In the log, beside who typed it and when.
RECEIVED_AT, CHANNEL = "received_at", "channel"
# In the log of what was taken beyond the maximum: what that was.
BEYOND = "beyond"


class NotYetError(IntakeError):
    """The moment of receipt lies in the future."""


class OutOfScopeError(IntakeError):
    """It concerns a zone that is not of whoever types it."""


def may_be_entered(page: ParticipationPage, received_at: datetime, at: datetime) -> bool:
    """Whether what reached the office at one moment is taken when it is typed at another.

    The closing does not count against what came before it; all else does: what has begun, is suspended or
    cancelled takes nothing.
    """
    in_time = received_at <= at and page.accepts(received_at)
    return in_time and page.takes_what_was_pressed(received_at, at)


def is_taken_late(page: ParticipationPage, at: datetime) -> bool:
    """Whether nothing but the closing is in the way: what came before it may still be typed."""
    return reason(page.facts(), at) is Reason.CLOSED


def came_in_time(page: ParticipationPage, received_at: datetime) -> bool:
    """Whether something reached the office before there were as many as the page takes at most.

    It was among the first to arrive then, and others were sent or typed sooner. At most one query.
    """
    return page.most_taken is not None and page.had_room(received_at)


def may_be_beyond(page: ParticipationPage, received_at: datetime, by: User) -> bool:
    """Whether the account may take it though there are as many now."""
    return entering.may_exceed(by) and came_in_time(page, received_at)


def begin(page: ParticipationPage, channel: Channel, received_at: datetime, by: User) -> DeskEntry:
    """An empty draft of the original of a page, reached by those whose scope covers it.

    Raises:
        NotYetError, WindowClosedError: see each.
    """
    _refuse_wrong_moment(page, received_at, timezone.now())
    with transaction.atomic():
        version = FormVersion.objects.holding(page.schema, page.form_digest)
        draft, _nobodys = secret_links.create_draft(page.answered_id, version, channel=channel)
        return DeskEntry.objects.create(draft=draft, received_at=received_at, begun_by=by)


def change_arrival(
    entry: DeskEntry, page: ParticipationPage, channel: Channel, received_at: datetime
) -> None:
    """Writes how and when it came, while it is typed.

    Raises:
        NotYetError, WindowClosedError: see each.
        DraftGoneError: it was sent or given up meanwhile.
    """
    _refuse_wrong_moment(page, received_at, timezone.now())
    with transaction.atomic():
        if not Draft.objects.filter(desk_entry=entry.pk).update(channel=channel):
            raise DraftGoneError
        DeskEntry.objects.filter(pk=entry.pk).update(received_at=received_at)


def submit(
    entry: DeskEntry,
    *,
    at: datetime,
    notice_id: int | None,
    shown: str,
    by: User,
    seen: str | None = None,
    is_beyond: bool = False,
) -> Submission:
    """Sends what was typed. A second press returns the submission that the first one made.

    Args:
        at: when the request reached the server.
        notice_id: the privacy notice that the person was given.
        shown, seen: the digests of the form in whose words the answers were seen, and of what was seen
            (`submissions.content`); the second is not asked, unless given.
        is_beyond: whether the account takes it knowingly beyond the maximum, where it may (`may_be_beyond`).

    Raises:
        OutOfScopeError, NotYetError: see each.
        DraftGoneError: it was given up meanwhile.
        AlreadySentError, WindowClosedError, ApplicantMissingError, ApplicantNotAdmittedError, TooYoungError,
            NoticeNotReadError, FormChangedError, AnswersChangedError, FullError, OthersMissingError,
            IncompleteAnswersError: see `receiving`.
    """
    return receiving.in_one_transaction(
        lambda _again: _submit_once(entry.pk, at, notice_id, shown, seen, by, is_beyond=is_beyond)
    )


def sent_before(page: ParticipationPage, draft: Draft) -> Submission | None:
    """What the person for whom it is typed already sent, and that excludes sending it."""
    if not page.one_each or not draft.says_who:
        return None
    return marks.earlier(page.pk, page.marks(draft, page.form_of(draft), draft.answers))


def _submit_once(
    entry_id: int,
    at: datetime,
    notice_id: int | None,
    shown: str,
    seen: str | None,
    by: User,
    *,
    is_beyond: bool,
) -> Submission:
    found = Draft.objects.select_related("page").defer("answers").filter(desk_entry=entry_id).first()
    if found is None:
        return _sent_before(entry_id)
    page, draft = receiving.lock(found)
    if draft is None:
        return _sent_before(entry_id)
    entry = DeskEntry.objects.get(pk=entry_id)
    _refuse_wrong_moment(page, entry.received_at, at)
    # Somebody may have withdrawn meanwhile: then nothing is exceeded, and nothing noted.
    is_beyond = is_beyond and not page.has_room() and may_be_beyond(page, entry.received_at, by)
    complete = receiving.checked(
        page, draft, entry.received_at, notice_id=notice_id, shown=shown, seen=seen, is_beyond=is_beyond
    )
    receiving.wait_for_others(complete)
    known_by = receiving.sender(complete)
    DeskEntry.objects.filter(pk=entry_id).update(draft=None)
    submission = receiving.take(complete, known_by, entry.received_at, actor=Actor.staff(by))
    DeskEntry.objects.filter(pk=entry_id).update(submission=submission)
    if not entering.is_within(Submission.objects.filter(pk=submission.pk), by):
        raise OutOfScopeError
    came = {RECEIVED_AT: entry.received_at.isoformat(), CHANNEL: submission.channel}
    if is_beyond:
        came[BEYOND] = str(page.most_taken)
    workflow.receive(submission, page, at, Actor.staff(by), came)
    return submission


def _sent_before(entry_id: int) -> Submission:
    submission = Submission.objects.filter(desk_entry=entry_id).first()
    if submission is None:
        raise DraftGoneError
    return submission


def _refuse_wrong_moment(page: ParticipationPage, received_at: datetime, at: datetime) -> None:
    if received_at > at:
        raise NotYetError
    if not may_be_entered(page, received_at, at):
        raise WindowClosedError
