"""How long drafts are kept beyond their thirty days: until a term that was moved is over."""

from datetime import datetime, timedelta

from candidature.submissions.models import Draft

# Who pressed “Invia” in time may prove the address for another week (`candidature.intake.confirming`).
AFTER_THE_TERM = timedelta(days=8)


def until(page_id: int, term: datetime, now: datetime) -> int:
    """Keeps what is being written for a page until its term is over; returns how many drafts needed it.

    Those in which nothing is written are forgotten as soon as ever.
    """
    latest = term + AFTER_THE_TERM
    living = Draft.objects.filter(page_id=page_id, expires_at__gt=now, expires_at__lt=latest)
    return living.exclude(email="", answers={}, applicant_typed={}).update(expires_at=latest)
