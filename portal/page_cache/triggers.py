"""Database triggers by which what is in memory is known to be old, whoever changed what pages show."""

from portal.edition.models import CONTENT, COUNTS
from portal.edition.triggers import Row, Watched, beginning
from portal.page_cache.declared import counted, shown, words
from portal.triggers import Triggers

_LOST = "Nobody would see what changed"


def of_everything_shown() -> list[Triggers]:
    """For what is public, and for what is counted; asked when every app has its models."""
    said = words()
    return [
        beginning(
            Row(CONTENT, "content"),
            [Watched(model, word.but, with_new=not word.made_by_pages) for model, word in shown(said)],
            lost=_LOST,
        ),
        beginning(Row(COUNTS, "counts"), [Watched(model) for model in counted(said)], lost=_LOST),
    ]
