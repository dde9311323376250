"""What a draft holds of something that was sent before, until the step it stands in is saved (`reuse`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from candidature.submissions.drafts import Draft

# Stands for the first step, "Chi sei", among the keys of questions.
WHO = "0"


def sent_at(draft: Draft) -> datetime | None:
    """When that was sent from which a draft still holds answers that nobody saved; None for none."""
    return parse_datetime(draft.prefilled["sent_at"]) if keys_of(draft) else None


def keys_of(draft: Draft) -> list[str]:
    """Which of its answers a draft has from what was sent before, until their step is saved."""
    found: list[str] = draft.prefilled.get("keys", [])
    return found


def without(draft: Draft, saved: Collection[str]) -> dict[str, Any]:
    """The column of a draft once the step with these questions is saved: its answers are its own."""
    if not draft.prefilled:
        return {}
    return {"prefilled": {**draft.prefilled, "keys": [key for key in keys_of(draft) if key not in saved]}}
