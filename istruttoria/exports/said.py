"""What a list is narrowed by: in words for whoever exports it, in codes for the log."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from istruttoria.queue.listing import Listing

SEARCHED, CHOSEN = "searched", "chosen"


def in_words(listing: Listing) -> list[tuple[str, str]]:
    """The name of each filter that is set, and what it is set to."""
    said = [(_("Lavorazione"), str(listing.stage.label))]
    if listing.query:
        said.append((_("Ricerca"), listing.query))
    for name, value in _set(listing):
        field = listing.filters.form.fields[name]
        labels = dict(getattr(field, "choices", ()))
        if isinstance(value, slice):
            said.append((str(field.label), _span(value)))
        else:
            values = value if isinstance(value, list) else [value]
            said.append((str(field.label), ", ".join(str(labels.get(one, one)) for one in values)))
    return said


def codes(listing: Listing, *, is_of_rows: bool = False) -> dict[str, str]:
    """The same without a word of what was searched for: only that something was.

    Args:
        is_of_rows: rows were ticked, whatever the list was narrowed by.
    """
    if is_of_rows:
        return {CHOSEN: "yes"}
    said = {"stage": listing.stage.value}
    if listing.query:
        said[SEARCHED] = "yes"
    for name, value in _set(listing):
        if isinstance(value, slice):
            ends = (value.start, value.stop)
            said[name] = "/".join(f"{end:%Y-%m-%d}" if end else "" for end in ends)
        else:
            said[name] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return said


def _set(listing: Listing) -> Iterator[tuple[str, Any]]:
    for name, value in listing.filters.form.cleaned_data.items():
        if name != "stage" and value:
            yield name, value


def _span(value: slice) -> str:
    start, stop = (date_format(end, "j F Y") if end else "…" for end in (value.start, value.stop))
    return f"{start} – {stop}"
