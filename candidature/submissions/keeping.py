"""How long drafts are kept beyond their thirty days: until a moved term, or a suspension, is over."""

from datetime import datetime, timedelta

from candidature.submissions.drafts import Draft

# Who pressed “Invia” in time may prove the address for another week (`candidature.intake.confirming`).
AFTER_THE_TERM = timedelta(days=8)
# So long drafts wait at least for what is suspended without a day on which it goes on.
OPEN_SUSPENSION = timedelta(days=180)


def until(page_id: int, term: datetime, now: datetime, after: timedelta = AFTER_THE_TERM) -> int:
    """Keeps what is being written for a page until its term is over; returns how many drafts needed it.

    Those in which nothing is written are forgotten as soon as ever.

    Args:
        after: how long it is kept once the term is over.
    """
    latest = term + after
    living = Draft.objects.filter(page_id=page_id, expires_at__gt=now, expires_at__lt=latest)
    return living.exclude(email="", answers={}, applicant_typed={}).update(expires_at=latest)
