"""Notes what was looked for in vain, so that editors learn which pages or words are wanting.

People type names, addresses and codes into a search. So words are kept only once they were looked for on
several days, never with digits or an address among them, and not for long.
"""

import logging
import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.limits import counting as limits
from portal.limits.counting import Limit, LimitReachedError
from search.finding.asking import AskedWord
from search.unanswered.models import UnansweredSearch

logger = logging.getLogger(__name__)

SEARCHES = Limit("searches in vain", "LIMIT_SEARCHES_IN_VAIN_PER_HOUR")
# One person who looks for a name comes back on a day, perhaps on two.
DAYS_UNTIL_KEPT = 3
KEPT_FOR = timedelta(days=180)
# Whatever programs type, there are no more; the oldest go first.
MOST = 5_000
# Who types more tells a story, not what is missing. In words.
MOST_WORDS = 5
# What looks like a code, a number or an address. Its pieces, each a word by itself, no longer do.
_CODE = re.compile(r"[\d@]")


def note(query: str, asked: Sequence[AskedWord], client: str) -> None:
    """Notes a search without results. The page is shown whether this succeeds or not.

    Args:
        query: as it was typed.
        asked: its words.
        client: who counts for the limit (`portal.web.visitors.client_of`).
    """
    if not asked or len(asked) > MOST_WORDS or _CODE.search(query):
        return
    if not all(word.text.isalpha() for word in asked):
        return
    try:
        _note(asked, client, timezone.localdate())
    except LimitReachedError:
        logger.info("A visitor looks for too much that is not there; it is noted no more in this hour.")
    except DatabaseError:
        logger.exception("A search without results was not noted.")


def _note(asked: Sequence[AskedWord], client: str, today: date) -> None:
    stems = " ".join(sorted(word.stem for word in asked))
    digest = salted_hmac("search.unanswered", stems, algorithm="sha256").hexdigest()
    row = UnansweredSearch.objects.filter(digest=digest).first()
    if row is None:
        with transaction.atomic():
            limits.spend(SEARCHES, client)
            UnansweredSearch.objects.bulk_create(
                [UnansweredSearch(digest=digest, last_day=today)], ignore_conflicts=True
            )
    elif row.last_day < today:
        row.days += 1
        row.last_day = today
        if row.days >= DAYS_UNTIL_KEPT:
            row.words = " ".join(word.text for word in asked)
        row.save(update_fields=["days", "last_day", "words"])


def prune() -> None:
    """Forgets what nobody has looked for lately, and whatever is too much."""
    UnansweredSearch.objects.filter(last_day__lt=timezone.localdate() - KEPT_FOR).delete()
    kept = UnansweredSearch.objects.order_by("-last_day", "-days", "-pk").values("pk")[:MOST]
    UnansweredSearch.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
