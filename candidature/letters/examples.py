"""Letters as an invented person would read them. Nothing of it is stored."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import override

from candidature.letters import writing as letters
from candidature.pages.participation import ParticipationPage
from candidature.submissions.models import Submission

MOMENT = datetime(2026, 5, 6, 10, 30, tzinfo=timezone.get_default_timezone())
OFFICE = {"office": "Ufficio partecipazione", "contact_email": "ufficio@example.org"}


def example(letter: str, page: ParticipationPage) -> str:
    """One letter about an invented page, with its subject on the first line."""
    submission = Submission(
        kind=page.kind,
        reference="CS-2026-7KQ4-XW9M",
        first_name="Rosa",
        last_name="Bianchi",
        email="rosa@example.org",
        submitted_at=MOMENT,
        respond_by=MOMENT.date() + timedelta(days=30),
        info_due_at=MOMENT + timedelta(days=10),
    )
    with override("it"):
        subject = letters.subject_for(letter, submission, page)
        reason = "Manca il documento di identità di chi rappresenta il gruppo."
        body = letters.body_of(
            letters.Letter(letter, submission, page, reason), "https://example.org/partecipa/prova/"
        )
    return f"{subject}\n\n{body}"
