"""One step open in two tabs: the second to save overwrites nothing that it never showed.

A page says which answers it showed by a short digest of each. Of an answer that another tab changed since,
the page's own counts where the page left it alone, and where both wrote something else the person decides.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from moduli import Answers, Question, Step, walk

# Eight hexadecimal digits of each answer: enough to tell a handful of answers to one question apart.
_DIGITS = 8


def seen(step: Step, answers: Answers) -> str:
    """What a page that shows these answers says of them, for its hidden input."""
    return " ".join(
        _digest(question["key"], answers.get(question["key"])) for question in walk(step["questions"])
    )


def clashes(step: Step, kept: Answers, typed: Answers, shown: str) -> tuple[Answers, list[str]]:
    """What to save of a step that another tab may have saved meanwhile.

    A choice counts as written differently too where an answer below it was and the two chose otherwise:
    one of them would be hidden.

    Args:
        kept: the answers in the draft now.
        typed: the answers of the posted page.
        shown: what the posted page said by `seen`; empty when it said nothing, and then it simply counts.

    Returns:
        The answers to save, and the keys of those that both tabs wrote differently, which are left out.
    """
    digests = set(shown.split())
    if not digests:
        return typed, []
    saved, both = _compared(kept, typed, digests)
    for question in step["questions"]:
        both |= _choices_above(question, both, kept, typed)
    return {key: value for key, value in saved.items() if key not in both}, sorted(both)


def texts_seen(texts: Mapping[str, str]) -> str:
    """The same as `seen` of a page that shows these texts, by field."""
    return " ".join(_digest(name, text) for name, text in texts.items())


def clashing_texts(
    kept: Mapping[str, str], typed: Mapping[str, str], shown: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The same as `clashes` for the texts of a page that is no step of questions.

    Args:
        kept, typed: of the same fields.

    Returns:
        The texts to save, of every field, and those of `typed` that both tabs wrote differently.
    """
    digests = set(shown.split())
    if not digests:
        return dict(typed), {}
    saved, both = _compared(kept, typed, digests)
    return {**kept, **saved}, {name: typed[name] for name in typed if name in both}


def _compared(
    kept: Mapping[str, Any], typed: Mapping[str, Any], digests: Collection[str]
) -> tuple[dict[str, Any], set[str]]:
    """What to save, and the keys of what both tabs wrote differently."""
    saved: dict[str, Any] = {}
    both: set[str] = set()
    for key, value in typed.items():
        now = kept.get(key)
        if now == value or _digest(key, now) in digests:
            saved[key] = value
        elif _digest(key, value) not in digests:
            both.add(key)
    return saved, both


def _choices_above(question: Question, both: set[str], kept: Answers, typed: Answers) -> set[str]:
    """The choices that differ above an answer in `both`, this question among them."""
    below = [nested for option in question.get("options", []) for nested in option["questions"]]
    found = {key for nested in below for key in _choices_above(nested, both, kept, typed)}
    key = question["key"]
    hides_one = found or any(nested["key"] in both for nested in below)
    return found | {key} if hides_one and key in typed and typed[key] != kept.get(key) else found


def _digest(key: str, answer: Any) -> str:
    text = json.dumps([key, answer], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
