"""How long opinions are kept: the words a year, the stars three."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from riscontri.clarity.models import PageRating

DETAIL_KEPT_FOR = timedelta(days=365)
KEPT_FOR = timedelta(days=3 * 365)


def detail_ends(rating: PageRating) -> date | None:
    """The last day on which its words are kept; None where there are none."""
    return timezone.localdate(rating.given_at + DETAIL_KEPT_FOR) if rating.detail else None


def prune(now: datetime | None = None) -> None:
    """Empties old words and forgets old opinions."""
    now = now or timezone.now()
    PageRating.objects.filter(given_at__lt=now - KEPT_FOR).delete()
    PageRating.objects.filter(given_at__lt=now - DETAIL_KEPT_FOR).exclude(detail="").update(detail="")
