"""What to know before answering a page: what to have at hand, and how long it takes."""

import time
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from candidature.submissions.models import Submission
from moduli import NeededFile, Schema, needed_files, seconds_to_fill_in
from portal.edition.memory import remembered
from portal.page_cache.tickets import is_watched

# "Chi sei", the summary with the notice, and the code of the letter.
_SECONDS_AROUND = 150
# So many have to have sent before their time is believed, and so many are looked at.
MEASURED_FROM, MEASURED_AT_MOST = 20, 100
# Who takes longer went away and came back: that is no time spent writing.
_AT_ONE_SITTING = timedelta(hours=3)
# It changes by seconds with each one sent, and is told in minutes.
_LOOKED_AT_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Preparation:
    """What lies ahead of whoever begins.

    Attributes:
        files: the documents that the form asks for.
        minutes: how long it takes, rounded as people say it.
        is_measured: whether that is the median of those who sent, and not an estimate.
    """

    files: list[NeededFile]
    minutes: int
    is_measured: bool


def preparation(page_id: int, schema: Schema) -> Preparation:
    """For the original of a page, by its number, and what its form asks. One query."""
    measured = _measured_seconds(page_id) if is_watched() else _measured_lately(page_id)
    seconds = measured or _SECONDS_AROUND + seconds_to_fill_in(schema)
    return Preparation(needed_files(schema), _rounded(seconds), measured is not None)


def _measured_lately(page_id: int) -> float | None:
    at = int(time.time() // _LOOKED_AT_AGAIN.total_seconds())
    return remembered(None, ("measured", page_id, at), lambda: _measured_seconds(page_id))


def _measured_seconds(page_id: int) -> float | None:
    """The median of those who sent last, at one sitting; None while they are few."""
    last = Submission.objects.filter(page_id=page_id, begun_at__isnull=False).order_by("-submitted_at", "-pk")
    times = last.values_list("begun_at", "submitted_at")[:MEASURED_AT_MOST]
    spans = [sent - begun for begun, sent in times if begun and timedelta() < sent - begun <= _AT_ONE_SITTING]
    return median(span.total_seconds() for span in spans) if len(spans) >= MEASURED_FROM else None


def _rounded(seconds: float) -> int:
    """Minutes: each up to five, then in fives."""
    minutes = max(1, round(seconds / 60))
    return minutes if minutes <= 5 else 5 * round(minutes / 5)
