"""What changed between two versions of a form, question by question, for whoever answers it meanwhile.

A question is the same as long as its key is, wherever it stands; one whose type changed is another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from moduli.condition_words import conditions_in_words
from moduli.leading_out import whys
from moduli.shape import LeadsOut, OnlyIf, Question, Schema, Step, walk
from moduli.types.registry import type_of


class What(StrEnum):
    """What happened to a question, in the order in which it is told."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    OPTION_REMOVED = "option_removed"
    OPTION_ADDED = "option_added"
    OPTION_REWORDED = "option_reworded"
    LEADS_OUT = "leads_out"
    LETS_IN = "lets_in"
    WAY_OUT = "way_out"
    ASKED_IF = "asked_if"
    RULES = "rules"
    REQUIRED = "required"
    OPTIONAL = "optional"
    MOVED = "moved"
    EXPLAINED = "explained"


# Entries of a question that are limits: whether a higher one lets more through.
_LIMITS = {
    **dict.fromkeys(("max_length", "max_bytes", "max_files", "max_choices", "max_rows", "maximum"), True),
    **dict.fromkeys(("minimum", "min_rows", "minimum_age"), False),
}
# Those that leave an answer as good as it was; options are told of one by one.
_SAYS_NOTHING_OF_ANSWERS = frozenset(
    {
        *("key", "label", "help", "example", "error", "required"),
        *("personal", "listed", "reusable", "options", "only_if"),
    }
)


@dataclass(frozen=True)
class Change:
    """One change, in words that stay as they were when it happened.

    Attributes:
        what: a value of `What`.
        key: of the question or step; of an option, with its question's before a full stop.
        label: of the question or step, as it reads now; of one that is gone, as it read.
        before, after: what the change is about, as it was and as it is; empty where there is no such thing.
            Of whom it is asked they say what must hold; empty for of everybody.
    """

    what: str
    key: str
    label: str
    before: str = ""
    after: str = ""


def changes(old: Schema, new: Schema) -> list[Change]:
    """What somebody who knows the old form has to be told of the new one, in the order of `What`."""
    found = list(_changes(old, new))
    order = list(What)
    return sorted(found, key=lambda change: order.index(What(change.what)))


def questions_by_key(schema: Schema) -> dict[str, Question]:
    """Every question of a form, nested ones included."""
    return {question["key"]: question for step in schema["steps"] for question in walk(step["questions"])}


def same_question(one: Question | None, other: Question | None) -> bool:
    """Whether an answer to one is an answer to the other."""
    return one is not None and other is not None and one["type"] == other["type"]


def tightens(was: Question, question: Question) -> bool:
    """Whether an answer that the earlier question took may be one that this one refuses.

    Rules of which that cannot be told count as tighter.
    """
    if was["required"] < question["required"] or set(whys(question)) & _entering(was):
        return True
    before: Mapping[str, Any] = {**was}
    now: Mapping[str, Any] = {**question}
    names = {name for name in {*before, *now} - _SAYS_NOTHING_OF_ANSWERS if before.get(name) != now.get(name)}
    return any(not _is_looser(name, before.get(name), now.get(name)) for name in names)


def _entering(question: Question) -> set[str]:
    """The keys of the options that do not lead out."""
    return {option["key"] for option in question.get("options", []) if "leads_out" not in option}


def _is_looser(name: str, before: Any, now: Any) -> bool:
    if name not in _LIMITS or before is None:
        # A limit where there was none, or a rule of another sort.
        return False
    if now is None:
        return True
    low, high = _in_order(before), _in_order(now)
    return bool(high >= low if _LIMITS[name] else high <= low)


def _in_order(limit: Any) -> Any:
    """A limit as it is compared: numbers as numbers, days as they are written."""
    try:
        return Decimal(str(limit))
    except InvalidOperation:
        return str(limit)


def _changes(old: Schema, new: Schema) -> Iterator[Change]:
    before, now = questions_by_key(old), questions_by_key(new)
    was_in, is_in = _steps_by_key(old), _steps_by_key(new)
    for key, question in now.items():
        was = before.get(key)
        if was is None or not same_question(was, question):
            yield Change(What.ADDED, key, _name(question), after=is_in[key]["title"])
            continue
        yield from _of_question(was, question)
        yield from _of_condition(was, question, _name(question), before, now)
        if was_in[key]["key"] != is_in[key]["key"]:
            yield Change(What.MOVED, key, _name(question), was_in[key]["title"], is_in[key]["title"])
    for key, question in before.items():
        if not same_question(question, now.get(key)):
            yield Change(What.REMOVED, key, _name(question), before=was_in[key]["title"])
    steps = {step["key"]: step for step in old["steps"]}
    for step in new["steps"]:
        if (earlier := steps.get(step["key"])) is not None:
            yield from _of_step(earlier, step)
            yield from _of_condition(earlier, step, step["title"], before, now)


def _of_question(was: Question, question: Question) -> Iterator[Change]:
    kind, key = type_of(question), question["key"]
    label = _name(question)
    if kind.wording(was) != kind.wording(question):
        yield Change(What.REWORDED, key, label, kind.wording(was), kind.wording(question))
    if was["required"] != question["required"]:
        yield Change(What.REQUIRED if question["required"] else What.OPTIONAL, key, label)
    if not kind.asks_nothing and kind.rules(was) != kind.rules(question):
        yield Change(What.RULES, key, label, kind.rules(was), kind.rules(question))
    elif (was["help"], was.get("example")) != (question["help"], question.get("example")):
        yield Change(What.EXPLAINED, key, label)
    yield from _of_ways_out(was, question, label)
    options = {option["key"]: option["label"] for option in was.get("options", [])}
    for option in question.get("options", []):
        name, of = option["label"], f"{key}.{option['key']}"
        earlier = options.pop(option["key"], None)
        if earlier is None:
            yield Change(What.OPTION_ADDED, of, label, after=name)
        elif earlier != name:
            yield Change(What.OPTION_REWORDED, of, label, earlier, name)
    for gone, name in options.items():
        yield Change(What.OPTION_REMOVED, f"{key}.{gone}", label, before=name)


def _of_ways_out(was: Question, question: Question, label: str) -> Iterator[Change]:
    """Answers that lead out now, or no more, and other words for whom one leads out."""
    earlier, now = _ways_out(was), _ways_out(question)
    for option in question.get("options", []):
        key, of = option["key"], f"{question['key']}.{option['key']}"
        if key in now and key not in earlier:
            yield Change(What.LEADS_OUT, of, label, after=option["label"])
        elif key in earlier and key not in now:
            yield Change(What.LETS_IN, of, label, after=option["label"])
        elif key in now and earlier[key]["why"] != now[key]["why"]:
            yield Change(What.WAY_OUT, of, label, earlier[key]["why"], now[key]["why"])


def _ways_out(question: Question) -> dict[str, LeadsOut]:
    options = question.get("options", [])
    return {option["key"]: option["leads_out"] for option in options if "leads_out" in option}


def _of_condition(
    was: Question | Step,
    asked: Question | Step,
    label: str,
    before: Mapping[str, Question],
    now: Mapping[str, Question],
) -> Iterator[Change]:
    """That it is asked of others than before."""
    earlier, later = was.get("only_if", OnlyIf()), asked.get("only_if", OnlyIf())
    if earlier != later:
        yield Change(
            What.ASKED_IF,
            asked["key"],
            label,
            conditions_in_words(earlier, before),
            conditions_in_words(later, now),
        )


def _of_step(was: Step, step: Step) -> Iterator[Change]:
    if was["title"] != step["title"]:
        yield Change(What.REWORDED, step["key"], step["title"], was["title"], step["title"])
    if was["intro"] != step["intro"]:
        yield Change(What.EXPLAINED, step["key"], step["title"])


def _name(question: Question) -> str:
    return question["label"] or type_of(question).wording(question)


def _steps_by_key(schema: Schema) -> dict[str, Step]:
    """The step of every question."""
    return {question["key"]: step for step in schema["steps"] for question in walk(step["questions"])}
