"""Letters as an invented person would read them. Nothing of it is stored."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from candidature.letters import draft_letters, way_back
from candidature.letters import writing as letters
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Status
from candidature.submissions.drafts import Draft
from candidature.submissions.models import Submission
from portal.letter_kinds import Example
from portal.letters.blocks import Block, filled

MOMENT = datetime(2026, 5, 6, 10, 30, tzinfo=timezone.get_default_timezone())
PAGE_URL = "https://example.org/partecipa/prova/"
DRAFT_SUMMARY = "https://example.org/candidature/bozza/nQ1hZ3vW8xK2mB7cT5yR0a/"
PERSONAL_PAGE = "https://example.org/candidature/segui/nQ1hZ3vW8xK2mB7cT5yR0a/"
PROOF_PAGE = "https://example.org/candidature/prova/nQ1hZ3vW8xK2mB7cT5yR0a/"
REASON = "Manca il documento di identità di chi rappresenta il gruppo."
WITH_A_REASON = (
    "erasure_refused",
    "info_requested",
    "reserve",
    "rejected",
    "revoked",
    "reopened",
    "forewarned",
    "closed_incomplete",
)
OFFICE = {"office": "Ufficio partecipazione", "contact_email": "ufficio@example.org"}


def closing() -> datetime:
    """Until when an invented page is open."""
    later = timezone.localtime() + timedelta(days=9)
    return later.replace(hour=12, minute=0, second=0, microsecond=0)


def example(
    letter: str,
    page: ParticipationPage,
    status: str = Status.RECEIVED,
    /,
    *,
    was_suspended: bool = False,
    **more: Any,
) -> Example:
    """One letter about an invented page.

    Args:
        status: of what was sent.
        was_suspended: whether the term of its procedure stood still for five days.
        more: what its template reads besides.
    """
    submission = submission_of(page, status)
    if was_suspended and submission.respond_by:
        submission.suspended_on = MOMENT.date() + timedelta(days=2)
        submission.suspended_until = submission.suspended_on + timedelta(days=5)
        submission.respond_by += timedelta(days=5)
    with override("it"):
        subject = letters.subject_for(letter, submission, page)
        reason = REASON if letter in WITH_A_REASON else ""
        more = {"today": MOMENT.date(), **more}
        blocks = letters.blocks_of(letters.Letter(letter, submission, page, reason, more=more), PAGE_URL)
        made: str | list[Block] = PERSONAL_PAGE
        if letter in ("prove_address", "prove_erasure"):
            made = letters.way_to_prove(PROOF_PAGE, "123456")
    return Example(subject, filled(blocks, made), page.contact_email)


def example_about_draft(letter: str, page: ParticipationPage, /, **more: Any) -> Example:
    """One letter about a draft for an invented page."""
    with override("it"):
        made: str | list[Block] = DRAFT_SUMMARY
        if draft_letters.carries_a_code(letter):
            made = draft_letters.way_to_confirm(f"{DRAFT_SUMMARY}conferma/", "123456")
        elif draft_letters.carries_the_way_to_stop(letter):
            made = draft_letters.ways_of_a_reminder(DRAFT_SUMMARY, f"{DRAFT_SUMMARY}basta/")
        subject = draft_letters.subject_for(letter, page)
        blocks = draft_letters.blocks_of(letter, begun_draft(), page, PAGE_URL, more)
    return Example(subject, filled(blocks, made), page.contact_email)


def example_of_ways_back(page: ParticipationPage) -> Example:
    """The letter with the ways back to a draft and to a submission for an invented page."""
    ways = [
        way_back.Way(begun_draft(), page, DRAFT_SUMMARY),
        way_back.Way(submission_of(page), page, PERSONAL_PAGE),
    ]
    with override("it"):
        subject, blocks = way_back.subject(), way_back.blocks()
        made = way_back.in_words(ways, 2)
    return Example(subject, filled(blocks, made))


def begun_draft() -> Draft:
    """What the invented person is writing."""
    return Draft(
        first_name="Rosa",
        last_name="Bianchi",
        email="rosa@example.org",
        created_at=MOMENT,
        expires_at=MOMENT + timedelta(days=30),
    )


def submission_of(page: ParticipationPage, status: str = Status.RECEIVED) -> Submission:
    """What the invented person sent."""
    return Submission(
        status=status,
        kind=page.kind,
        reference="CS-2026-7KQ4-XW9M",
        first_name="Rosa",
        last_name="Bianchi",
        email="rosa@example.org",
        submitted_at=MOMENT,
        corrected_at=MOMENT + timedelta(hours=3),
        respond_by=page.respond_by(MOMENT),
        info_due_at=MOMENT + timedelta(days=10),
    )
