"""Questions that an applicant was asked, to choose some of them in a form."""

from moduli import Asked

# Labels of nested questions stand below what opens them.
_INDENT = "\u2003"


def by_step(shown: list[Asked]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Questions to choose from, step by step, nested ones indented."""
    steps: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for asked in shown:
        _title, questions = steps.setdefault(asked.step["key"], (asked.step["title"], []))
        questions.append((asked.question["key"], _INDENT * asked.depth + asked.question["label"]))
    return list(steps.values())
