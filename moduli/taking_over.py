"""Answers to one form as answers to another: where key and type, or type and label, agree.

Never taken over are files, statements, which somebody makes for one occasion, what is asked before anything
else (`moduli.eligibility`), and what an editor wants to be answered anew (`moduli.extras`). Of two questions
of one type and label neither is taken.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from moduli.conditions import asked_keys
from moduli.differences import same_question
from moduli.shape import Answers, Question, Schema, is_blank, walk
from moduli.types.registry import type_of


def taken_over(old: Schema, answers: Answers, new: Schema) -> Answers:
    """The answers to an old form that answer questions of a new one, by the new keys.

    Only to questions that are asked of who answers so. What the new rules do not allow is among them: whoever
    goes on is told when they come to it.
    """
    known = list(_answerable(old))
    by_key = {question["key"]: question for question in known}
    by_name = _by_name(known)
    names = Counter(_name(question) for question in _answerable(new))
    found: Answers = {}
    for question in _answerable(new):
        earlier = by_key.get(question["key"])
        if not same_question(earlier, question):
            earlier = by_name.get(_name(question)) if names[_name(question)] == 1 else None
        if earlier is None or not question.get("reusable", True):
            continue
        answer = _answer(earlier, answers.get(earlier["key"]), question)
        if not is_blank(answer):
            found[question["key"]] = answer
    asked = asked_keys(new, found)
    return {key: answer for key, answer in found.items() if key in asked}


def _answerable(schema: Schema) -> Iterator[Question]:
    for step in schema["steps"]:
        if not step.get("eligibility"):
            for question in walk(step["questions"]):
                kind = type_of(question)
                if not kind.asks_nothing and not kind.takes_files and kind.holds_elsewhere:
                    yield question


def _by_name(questions: list[Question]) -> dict[tuple[str, str], Question]:
    names = Counter(_name(question) for question in questions)
    return {_name(question): question for question in questions if names[_name(question)] == 1}


def _name(question: Question) -> tuple[str, str]:
    return question["type"], _plain(question["label"])


def _plain(label: str) -> str:
    """A label without what editors write now so, now otherwise: capitals, blanks, the marks at its end."""
    return " ".join(label.casefold().split()).rstrip(" ?:.*!")


def _answer(earlier: Question, answer: Any, question: Question) -> Any:
    """An answer with the options of another question; what it has no option for is left out."""
    if is_blank(answer):
        return answer
    if "options" not in question:
        return type_of(question).carried(earlier, answer, question)
    keys = {option["key"] for option in question["options"]}
    by_label = {_plain(option["label"]): option["key"] for option in question["options"]}
    labels = {option["key"]: option["label"] for option in earlier["options"]}
    given = answer if isinstance(answer, list) else [answer]
    # In the order of the answer, which may be what is asked.
    chosen = [key if key in keys else by_label.get(_plain(labels[key])) for key in given if key in labels]
    there = [key for key in chosen if key]
    return there if isinstance(answer, list) else next(iter(there), None)
