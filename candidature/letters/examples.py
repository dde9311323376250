"""Letters as an invented person would read them. Nothing of it is stored."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import override

from candidature.letters import draft_letters, way_back
from candidature.letters import writing as letters
from candidature.pages.participation import ParticipationPage
from candidature.submissions.models import Draft, Submission
from portal.outbox import sending as outbox

MOMENT = datetime(2026, 5, 6, 10, 30, tzinfo=timezone.get_default_timezone())
PAGE_URL = "https://example.org/partecipa/prova/"
OFFICE = {"office": "Ufficio partecipazione", "contact_email": "ufficio@example.org"}


def example(letter: str, page: ParticipationPage) -> str:
    """One letter about an invented page, with its subject on the first line."""
    submission = _submission(page)
    with override("it"):
        subject = letters.subject_for(letter, submission, page)
        reason = "Manca il documento di identità di chi rappresenta il gruppo."
        body = letters.body_of(letters.Letter(letter, submission, page, reason), PAGE_URL)
    return f"{subject}\n\n{body}"


def example_about_draft(letter: str, page: ParticipationPage) -> str:
    """One letter about a draft for an invented page, with its subject on the first line."""
    with override("it"):
        subject = draft_letters.subject_for(letter, page)
        body = draft_letters.body_of(letter, _draft(), page, PAGE_URL)
    return f"{subject}\n\n{body}"


def example_of_ways_back(page: ParticipationPage) -> str:
    """The letter with the ways back to a draft and to a submission for an invented page."""
    ways = [
        way_back.Way(_draft(), page, "https://example.org/bozza/"),
        way_back.Way(_submission(page), page, "https://example.org/segui/"),
    ]
    with override("it"):
        body = way_back.text()
    return body.replace(outbox.LINK_PLACEHOLDER, way_back.in_words(ways, 2))


def _draft() -> Draft:
    return Draft(
        first_name="Rosa",
        last_name="Bianchi",
        email="rosa@example.org",
        created_at=MOMENT,
        expires_at=MOMENT + timedelta(days=30),
    )


def _submission(page: ParticipationPage) -> Submission:
    return Submission(
        kind=page.kind,
        reference="CS-2026-7KQ4-XW9M",
        first_name="Rosa",
        last_name="Bianchi",
        email="rosa@example.org",
        submitted_at=MOMENT,
        respond_by=MOMENT.date() + timedelta(days=30),
        info_due_at=MOMENT + timedelta(days=10),
    )
