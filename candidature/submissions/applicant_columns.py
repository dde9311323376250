"""Columns of an applicant as JSON: what they were, or what they would be."""

import json
from datetime import date
from typing import Any


class ApplicantDecoder(json.JSONDecoder):
    """Reads them with the values that the columns themselves have."""

    def __init__(self, **options: Any) -> None:
        super().__init__(object_hook=_with_date, **options)


def _with_date(columns: dict[str, Any]) -> dict[str, Any]:
    born = columns.get("birth_date")
    return {**columns, "birth_date": date.fromisoformat(born)} if born else columns
