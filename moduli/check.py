"""The check of a whole set of answers, in one place, before they count."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.datastructures import MultiValueDict

from moduli.conditions import asked_form
from moduli.files.upload import Upload
from moduli.form import StepForm, answerable, name_of
from moduli.leading_out import LEADS_OUT
from moduli.shape import Answers, Schema, Step
from moduli.types.registry import type_of


class IncompleteAnswersError(Exception):
    """Some answers are missing or not valid.

    Attributes:
        steps: the keys of the steps concerned, in order.
        lacking: of them those that lack something; the others only hold answers that lead out.
    """

    def __init__(self, steps: list[str], lacking: Collection[str]) -> None:
        super().__init__(f"Incomplete steps: {len(steps)}")
        self.steps = steps
        self.lacking = frozenset(lacking)


def check_answers(schema: Schema, typed: Answers, uploads: Collection[Upload] = ()) -> Answers:
    """Checks everything that a draft holds, once more and in one place, before it is sent.

    Returns the answers to the visible questions only; whatever else was in `typed` is dropped.

    Args:
        schema: of who answers (`moduli.for_kind`).

    Raises:
        IncompleteAnswersError: a visible question lacks a valid answer.
    """
    answers: Answers = {}
    incomplete: list[str] = []
    lacking: list[str] = []
    for step in asked_form(schema, typed)["steps"]:
        form = kept_form(step, typed, uploads)
        if not form.is_valid():
            incomplete.append(step["key"])
            if any(one.code != LEADS_OUT for errors in form.errors.as_data().values() for one in errors):
                lacking.append(step["key"])
        answers |= form.answers()
    if incomplete:
        raise IncompleteAnswersError(incomplete, lacking)
    return answers


def is_complete(step: Step, typed: Answers, uploads: Iterable[Upload] = ()) -> bool:
    """Whether every visible question of a step has a valid answer."""
    return kept_form(step, typed, uploads).is_valid()


def kept_form(step: Step, typed: Answers, uploads: Iterable[Upload] = ()) -> StepForm:
    """The form of a step as if what a draft holds of it had just been posted: it can say what is wrong."""
    return StepForm(step, as_data(step, typed), answers=typed, uploads=uploads)


def as_data(step: Step, answers: Answers) -> MultiValueDict[str, Any]:
    """Answers as a browser would have sent them."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for question in answerable(step["questions"]):
        kind, answer = type_of(question), answers.get(question["key"])
        if kind.takes_files or answer is None:
            continue
        shown = kind.show(question, answer)
        if isinstance(shown, list):
            data.setlist(name_of(question), shown)
        elif shown is not False:
            data[name_of(question)] = "on" if shown is True else shown
    return data
