"""The press of a button on a step: which one it was, and what the page that it leads to says of it."""

from django.http import HttpRequest

from moduli import Answers, Schema, changed_table
from portal.forms.outcomes import CHECK as CHECK
from portal.forms.outcomes import outcome as outcome
from portal.forms.outcomes import saying as saying

# Hidden input of a step: its key, because an editor may move steps while somebody writes.
STEP = "step"
# Hidden input of a step: which answers it showed (`candidature.intake.two_tabs`).
SEEN = "seen"
# Hidden input of every page of a draft: the digest of the form that it showed (`intake.carrying`).
FORM = "form"
# Value of the buttons of the list of steps, before the number of one: it is saved as it is, and left.
GO = "go-"
# In the address of a step: the key of a table that shows one more row.
ROW = "riga"
# Only which files were not taken.
FILES = "file"
# That a choice asks for more, which the page now shows.
OPENED = "aperte"
# That an answer leads out: the page that says so stands at the address of its step.
LED_OUT = "fuori"
# That another tab saved other answers meanwhile.
BOTH = "versioni"
# In the address of a step that was opened to correct something seen on the summary.
FROM_SUMMARY = "da=riepilogo"


def position(schema: Schema, key: str) -> int | None:
    """The number of the step with this key now; None when it is no longer asked."""
    keys = [step["key"] for step in schema["steps"]]
    return keys.index(key) + 1 if key in keys else None


def key_at(schema: Schema, number: int) -> str:
    """The key of the step with this number now; empty when there is none."""
    return schema["steps"][number - 1]["key"] if number <= len(schema["steps"]) else ""


def comes_from_summary(request: HttpRequest) -> bool:
    """Whether a step was opened from the summary, to which it leads back."""
    return request.GET.get("da") == "riepilogo"


def for_the_same_purpose(request: HttpRequest, address: str) -> str:
    """The address of a step, opened from where the one that was asked for was opened."""
    return f"{address}?{FROM_SUMMARY}" if comes_from_summary(request) else address


def asks_that_all_is_right(request: HttpRequest) -> bool:
    """Whether the button that was pressed goes on only from a step without a mistake."""
    changes_rows = changed_table(request.POST) is not None
    return request.POST.get("action") not in ("save", "back") and chosen(request) is None and not changes_rows


def changed_rows(request: HttpRequest, address: str, answers: Answers) -> str:
    """Where a button leads that adds a row to a table or takes one away; empty for another button.

    Args:
        address: of the step that the table stands in.
        answers: all those that are kept now.
    """
    changed = changed_table(request.POST)
    if changed is None:
        return ""
    key, is_more = changed
    if not is_more:
        return f"{address}#q-{key}_group"
    rows = answers.get(key)
    place = len(rows) if isinstance(rows, list) else 0
    return f"{address}{'&' if '?' in address else '?'}{ROW}={key}#q-{key}_{place}"


def chosen(request: HttpRequest) -> int | None:
    """The number of the page that was chosen from the list of steps; None when another button was pressed."""
    action = request.POST.get("action", "")
    number = action.removeprefix(GO)
    if number == action or not number.isascii() or not number.isdigit() or len(number) > 3:
        return None
    return int(number)
