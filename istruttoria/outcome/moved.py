"""Whether what the outcome of a call says is still so: states move after it was made, by hand or by us."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import override

from candidature.models import CallPage, Submission
from candidature.statuses import Kind, label_for
from istruttoria.outcome.making import DECIDED

# A home page asks at each opening, and this reads every row that was decided.
_KEPT_SECONDS = 300
_REFERENCE = re.compile(r"\bCS-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def moved(outcomes: Mapping[int, Any]) -> dict[int, int]:
    """By call, of how many its outcome says what is no longer so; one query, and none without a code.

    A code that stands in a table beside a state is compared with the state that it has now. One that has such
    a state and stands nowhere counts as well. What was erased is left alone.

    Args:
        outcomes: of calls, by number.
    """
    with override(settings.LANGUAGE_CODE):
        words = {label_for(status, Kind.CALL): str(status) for status in DECIDED}
    said = {pk: _said(outcome, words) for pk, outcome in outcomes.items()}
    said = {pk: states for pk, states in said.items() if states}
    if not said:
        return {}
    told = {pk: set(states.values()) for pk, states in said.items()}
    codes = [code for states in said.values() for code in states]
    rows = Submission.objects.filter(Q(status__in=DECIDED) | Q(reference__in=codes), page__in=list(said))
    found: dict[int, int] = {}
    for page, reference, status in rows.order_by().values_list("page", "reference", "status"):
        states = said[page]
        is_told = reference in states or status in told[page]
        if is_told and states.get(reference) != status:
            found[page] = found.get(page, 0) + 1
    return found


def moved_lately(published: Mapping[int, datetime | None]) -> dict[int, int]:
    """The same for what is looked at all the time: as it was within the last minutes.

    Nothing is read of a call while that is remembered; two queries else, whatever there are. An outcome that
    was published since is looked at anew.

    Args:
        published: of calls, by number, when they were published last.
    """
    keys = {pk: f"istruttoria:moved:{pk}:{at.timestamp() if at else 0}" for pk, at in published.items()}
    kept: dict[str, int] = cache.get_many(keys.values())
    unknown = [pk for pk, key in keys.items() if key not in kept]
    if unknown:
        found = moved(dict(CallPage.objects.filter(pk__in=unknown).values_list("pk", "outcome")))
        counted = {keys[pk]: found.get(pk, 0) for pk in unknown}
        cache.set_many(counted, _KEPT_SECONDS)
        kept |= counted
    return {pk: kept[key] for pk, key in keys.items() if kept[key]}


def _said(outcome: Any, words: Mapping[str, str]) -> dict[str, str]:
    """By code, the state that a table gives it."""
    found: dict[str, str] = {}
    for block in outcome or ():
        table = block.value.get("table") if block.block_type == "table" else None
        for row in table.row_data if table else ():
            cells = [str(value).strip() for value in row["values"]]
            code = next((match[0] for cell in cells if (match := _REFERENCE.search(cell))), "")
            state = next((words[cell] for cell in cells if cell in words), "")
            if code and state:
                found[code] = state
    return found
