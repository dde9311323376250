"""Notes what a page says when it is published, in the transaction that publishes it.

Nobody is written to here: whoever publishes waits for no letter, and has `PAUSE` to correct a slip of which
then nobody hears (`candidature.published.telling`).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from candidature.published.models import Publication

# From the last change to the letters. A correction published meanwhile goes into the same letter.
PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Said:
    """What a page says to one audience.

    Attributes:
        facts: as letters and calendars name them; values that JSON knows.
        matters: that of which people are told when it changes, compared without spelling.
    """

    facts: Mapping[str, Any]
    matters: Mapping[str, Any]


def begin(page_id: int, said: Mapping[str, Said], at: datetime) -> None:
    """Keeps what a page says to each audience that was not there before, in the transaction that makes it."""
    Publication.objects.bulk_create(
        Publication(page_id=page_id, audience=audience, said=asdict(one), told=asdict(one), changed_at=at)
        for audience, one in said.items()
    )


def note(page_id: int, audience: str, said: Said, at: datetime) -> bool:
    """Keeps what a published page says; whether something in it that matters is new.

    The caller has locked the page, and saves it in this transaction.
    """
    now_said = asdict(said)
    row, is_first = Publication.objects.select_for_update(of=("self",)).get_or_create(
        page_id=page_id,
        audience=audience,
        defaults={"said": now_said, "told": now_said, "changed_at": at},
    )
    if is_first or row.said == now_said:
        return is_first
    is_news: bool = row.said["matters"] != now_said["matters"]
    row.said, row.changed_at = now_said, at
    row.sequence += 1
    if is_news:
        # Back where it was before anybody was told: there is nothing to tell.
        row.tell_at = at + PAUSE if row.told["matters"] != now_said["matters"] else None
    row.save(update_fields=["said", "sequence", "changed_at", "tell_at"])
    return is_news


def moment(at: datetime | None) -> str:
    """A moment as a fact, to the minute; empty for none."""
    return at.astimezone(UTC).replace(second=0, microsecond=0).isoformat() if at else ""


def without_spelling(text: str) -> str:
    """A text as it is compared: the same words in any case, with any spaces and punctuation, are the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())
