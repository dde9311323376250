"""The letters about confirmations as invented people would read them. Nothing of it is stored."""

from django.utils.translation import override

from candidature.confirmations import letters
from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation
from candidature.letters.examples import (
    DRAFT_SUMMARY,
    MOMENT,
    PAGE_URL,
    PERSONAL_PAGE,
    begun_draft,
    submission_of,
)
from candidature.pages.participation import ParticipationPage
from portal.letter_kinds import Example
from portal.letters.blocks import filled

_WAY = "https://example.org/candidature/chiedono-conferma/nQ1hZ3vW8xK2mB7cT5yR0a/"


def examples(letter: str, page: ParticipationPage) -> list[Example]:
    """One to or about a partner and one to or about a guardian, of what was sent and of a draft."""
    applications = (Application(submission_of(page)), Application(begun_draft()))
    return [
        _example(letter, page, role, application)
        for application in applications
        for role in Confirmation.Role
    ]


def _example(letter: str, page: ParticipationPage, role: str, application: Application) -> Example:
    is_partner = role == Confirmation.Role.PARTNER
    to_applicant = letter in (letters.ANSWERED, letters.UNDELIVERED)
    one = Confirmation(
        role=role,
        body="Auser Cortona" if is_partner else "",
        name="Rosa Bianchi",
        email="rosa@example.org",
        state=Confirmation.State.CONFIRMED if is_partner else Confirmation.State.DECLINED,
        reason="" if is_partner or not to_applicant else "Non ne abbiamo parlato.",
        asked_at=MOMENT,
        answered_at=MOMENT,
    )
    to_who_asked = DRAFT_SUMMARY if application.draft else PERSONAL_PAGE
    more = {"greeted": "Rosa", "missing": int(not is_partner)}
    with override("it"):
        subject = letters.subject_for(letter, page)
        blocks = letters.blocks_of(letter, one, application, page, PAGE_URL, **more)
    return Example(subject, filled(blocks, to_who_asked if to_applicant else _WAY), page.contact_email)
