"""What is asked only of some: of certain kinds of applicant, or of who answered so before.

A condition points back only: `freeze` keeps none that names a later question or one that is gone, so that the
questions can be decided in the order in which they stand. A question that is hidden answers nothing, whatever
a draft still holds of it, and what depends on it is hidden too.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from moduli.shape import (
    AnswerCondition,
    Answers,
    OnlyIf,
    Option,
    Question,
    Schema,
    Step,
    chosen_options,
    walk,
)

Asked = TypeVar("Asked", Question, Step)


class Chosen:
    """What was chosen so far by the questions that are asked, read in the order of the form."""

    def __init__(self) -> None:
        self._options: dict[str, set[str]] = {}

    def note(self, question: Question, options: Iterable[Option]) -> None:
        """Takes down what a question that is asked was answered with."""
        self._options[question["key"]] = {option["key"] for option in options}

    def asks(self, asked: Question | Step, *, but: Collection[str] = ()) -> bool:
        """Whether what was chosen so far asks this question, or this step.

        Args:
            but: the keys of questions that are left out of account.
        """
        return all(
            not self._options.get(answer["question"], set()).isdisjoint(answer["options"])
            for answer in answers_of(asked)
            if answer["question"] not in but
        )


def answers_of(asked: Question | Step) -> list[AnswerCondition]:
    """The answers on which a question or a step depends."""
    return asked.get("only_if", {}).get("answers", [])


def for_kind(schema: Schema, kind: str) -> Schema:
    """The form without what is asked of others only; what depends on answers is still in it.

    Args:
        kind: of who answers; empty while it is not known, and then nothing is asked that depends on it.
    """
    if not has_conditions(schema):
        return schema
    steps = []
    for step in schema["steps"]:
        if _is_for(step, kind):
            left = _left(step, lambda question: _is_for(question, kind), _answers_only)
            if left["questions"] or not step["questions"]:
                steps.append(left)
    return {**schema, "steps": steps}


def asked_form(schema: Schema, answers: Answers) -> Schema:
    """The form without what the answers to earlier steps leave out.

    What depends on an answer of its own step stays, with that condition: it may change while the step is
    filled in. A step of which nothing is left is left out.

    Args:
        schema: of one kind of applicant (`for_kind`).
    """
    if not has_conditions(schema):
        return schema
    chosen, steps = Chosen(), list[Step]()
    for step in schema["steps"]:
        if not chosen.asks(step):
            continue
        left = _asked_step(step, chosen)
        # What is chosen here decides about the steps behind.
        list(visible(left["questions"], answers, chosen))
        if left["questions"] or not step["questions"]:
            steps.append(left)
    return {**schema, "steps": steps}


def _asked_step(step: Step, chosen: Chosen) -> Step:
    """What is left of a step after what was chosen in those before it."""
    here = set[str]()

    def stays(question: Question) -> bool:
        # What depends on a question that does not stay is decided too: nothing is answered there.
        if not chosen.asks(question, but=here):
            return False
        here.add(question["key"])
        return True

    return _left(step, stays, lambda only_if: _of(only_if, here))


def settled(schema: Schema, answers: Answers) -> Schema:
    """A part of a form in which it is decided what depends on questions outside of it, by their answers.

    Args:
        answers: to the whole form, none of them hidden.
    """
    inside = {question["key"] for step in schema["steps"] for question in walk(step["questions"])}

    def holds(asked: Question | Step) -> bool:
        return all(
            one["question"] in inside or not _given(answers.get(one["question"])).isdisjoint(one["options"])
            for one in answers_of(asked)
        )

    def left_of(only_if: OnlyIf) -> OnlyIf:
        kinds: OnlyIf = {"kinds": only_if["kinds"]} if "kinds" in only_if else {}
        return {**kinds, **_of(only_if, inside)}

    steps = [_left(step, holds, left_of) for step in schema["steps"] if holds(step)]
    return {**schema, "steps": [step for step in steps if step["questions"]]}


def _given(answer: Any) -> set[str]:
    """The keys of the options that an answer to a choice chooses."""
    given = answer if isinstance(answer, list) else [answer]
    return {key for key in given if isinstance(key, str)}


def on_its_own(step: Step) -> Step:
    """A step without conditions on anything but its own answers, as a page that showed it was sent."""
    here = {question["key"] for question in walk(step["questions"])}
    return _left(step, lambda _asked: True, lambda only_if: _of(only_if, here))


def visible(
    questions: list[Question], answers: Mapping[str, Any], chosen: Chosen, depth: int = 0
) -> Iterator[tuple[Question, int]]:
    """The questions that are asked of who answers so, with their depth, in the order of the form.

    Args:
        chosen: what was chosen before; what is chosen here is added to it.
    """
    return visible_by(
        questions, lambda question: chosen_options(question, answers.get(question["key"])), chosen, depth
    )


def visible_by(
    questions: list[Question],
    options_of: Callable[[Question], list[Option]],
    chosen: Chosen,
    depth: int = 0,
) -> Iterator[tuple[Question, int]]:
    """The same as `visible`, wherever it stands which options are chosen."""
    for question in questions:
        if not chosen.asks(question):
            continue
        yield question, depth
        if not question.get("options"):
            continue
        options = options_of(question)
        chosen.note(question, options)
        for option in options:
            yield from visible_by(option["questions"], options_of, chosen, depth + 1)


def asked_keys(schema: Schema, answers: Answers) -> set[str]:
    """The keys of the questions of a form that are asked of who answers so."""
    chosen = Chosen()
    return {
        question["key"]
        for step in asked_form(schema, answers)["steps"]
        for question, _depth in visible(step["questions"], answers, chosen)
    }


def depending_on(schema: Schema, keys: Collection[str]) -> set[str]:
    """The keys of the questions that are asked or not by what is answered to these, at whatever remove."""
    known = set(keys)
    for step in schema["steps"]:
        whole = _leans(step, known)
        for question in step["questions"]:
            _add_depending(question, known, whole=whole)
    return known - set(keys)


def conditional_keys(step: Step) -> set[str]:
    """The keys of the questions of a step that are asked of some only, but for what an option opens."""
    return {
        question["key"] for question in walk(step["questions"]) if "only_if" in step or "only_if" in question
    }


def has_conditions(schema: Schema) -> bool:
    """Whether anything of a form is asked of some only, but for what an option opens."""
    return any(
        "only_if" in step or any("only_if" in question for question in walk(step["questions"]))
        for step in schema["steps"]
    )


def _add_depending(question: Question, known: set[str], *, whole: bool) -> None:
    if whole or _leans(question, known):
        known.add(question["key"])
    for option in question.get("options", []):
        for below in option["questions"]:
            _add_depending(below, known, whole=question["key"] in known)


def _leans(asked: Question | Step, keys: Collection[str]) -> bool:
    return any(answer["question"] in keys for answer in answers_of(asked))


def _is_for(asked: Question | Step, kind: str) -> bool:
    kinds = asked.get("only_if", {}).get("kinds")
    return kinds is None or kind in kinds


def _answers_only(only_if: OnlyIf) -> OnlyIf:
    return {"answers": only_if.get("answers", [])}


def _of(only_if: OnlyIf, keys: Collection[str]) -> OnlyIf:
    """Of a condition what depends on these questions."""
    return {"answers": [answer for answer in only_if.get("answers", []) if answer["question"] in keys]}


def _left(step: Step, stays: Callable[[Question], bool], left_of: Callable[[OnlyIf], OnlyIf]) -> Step:
    return {**_with(step, left_of), "questions": _left_questions(step["questions"], stays, left_of)}


def _left_questions(
    questions: list[Question], stays: Callable[[Question], bool], left_of: Callable[[OnlyIf], OnlyIf]
) -> list[Question]:
    found = []
    for question in filter(stays, questions):
        left = _with(question, left_of)
        if options := question.get("options"):
            left["options"] = [
                {**option, "questions": _left_questions(option["questions"], stays, left_of)}
                for option in options
            ]
        found.append(left)
    return found


def _with(asked: Asked, left_of: Callable[[OnlyIf], OnlyIf]) -> Asked:
    """The same with what is left of its condition; without any, where nothing is."""
    whole = {name: entry for name, entry in asked.items() if name != "only_if"}
    left: OnlyIf = left_of(asked["only_if"]) if "only_if" in asked else {}
    if left.get("answers") or left.get("kinds"):
        whole["only_if"] = {name: entry for name, entry in left.items() if entry}
    return cast(Asked, whole)
