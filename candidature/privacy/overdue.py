"""What should have been erased and was not: a row that fails each time is seen in `/readyz`."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from candidature.privacy import erasure_day
from candidature.submissions.drafts import Draft
from portal.health.readiness import Finding, State

# The worker looks every six hours, and a night may pass before it is begun again.
GRACE = timedelta(days=2)
# `/readyz` is asked every few seconds, and this looks at every submission.
_KEPT_SECONDS = 600
_KEY = "candidature:overdue"


def check() -> Finding:
    """For `/readyz`: a warning where something is past its term for longer than a worker needs."""
    kept = cache.get(_KEY)
    if not isinstance(kept, Finding):
        kept = find(timezone.now())
        cache.set(_KEY, kept, _KEPT_SECONDS)
    return kept


def find(now: datetime) -> Finding:
    """What is past its term at this moment and should be gone."""
    before = now - GRACE
    submissions = erasure_day.due(timezone.localdate(before)).count()
    drafts = Draft.objects.filter(expires_at__lte=before).count()
    figures = {"submissions": submissions, "drafts": drafts}
    return Finding(State.WARNING, "past their term", figures) if any(figures.values()) else Finding(State.OK)
