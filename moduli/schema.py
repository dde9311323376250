"""Freezing: the StreamField of a page copied into plain data.

A submission keeps that copy, so an editor may change the form while old answers still read as they were
asked. Keys are the ids of the blocks: a question can be reworded or moved without losing its answers.
"""

from typing import Any

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from moduli.extras import frozen_extras
from moduli.kinds import kinds
from moduli.only_if import ONLY_IF
from moduli.shape import FORMAT, AnswerCondition, OnlyIf, Question, Schema, Step
from moduli.types.base import written_text
from moduli.types.choice import option_ids
from moduli.types.registry import type_named


def freeze(steps: Any) -> Schema:
    """Copies the value of a page's `steps` StreamField.

    Takes half-typed drafts too, because the preview shows them: what has no words yet gets a stand-in, an
    option without a label is left out.
    """
    copier = _Copier()
    return {
        "format": FORMAT,
        "steps": [copier.step(child, number) for number, child in enumerate(steps or [], start=1)],
    }


class _Copier:
    """Copies one form and hands out the key of each block, each key once.

    A block that was never saved has no id yet (preview of a new page) and data written by a program may
    repeat one: both get a key that depends only on their place.
    """

    def __init__(self) -> None:
        self._given: set[str] = set()
        # The choices that stand above by the ids of their blocks: key, and keys of options by their ids.
        self._choices: dict[str, tuple[str, dict[str, str]]] = {}

    def key(self, block_id: str | None) -> str:
        # Keys stand in HTML ids and in file records: only letters, digits, hyphens.
        base = get_valid_filename(str(block_id)).replace(".", "-")[:36] if block_id else "new"
        key, number = base, 1
        while key in self._given:
            number += 1
            key = f"{base}-{number}"
        self._given.add(key)
        return key

    def step(self, child: Any, number: int) -> Step:
        value = child.value
        if child.block_type == "eligibility":
            return self._eligibility(child)
        step: Step = {
            "key": self.key(child.id),
            "title": written_text(value, "title") or _("Passo %(number)d") % {"number": number},
            "intro": written_text(value, "intro"),
            "questions": [],
        }
        if only_if := self._only_if(value):
            step["only_if"] = only_if
        # After it: what stands in a step cannot decide about it.
        step["questions"] = self.questions(value.get("questions"))
        return step

    def _eligibility(self, child: Any) -> Step:
        questions = self.questions(child.value.get("questions"))
        return {
            "key": self.key(child.id),
            "title": written_text(child.value, "title") or _("Puoi partecipare?"),
            "intro": written_text(child.value, "intro"),
            # Left blank they would let anybody pass.
            "questions": [{**question, "required": True} for question in questions],
            "eligibility": True,
        }

    def questions(self, stream: Any) -> list[Question]:
        return [self._question(child) for child in stream or []]

    def _question(self, child: Any) -> Question:
        kind, value = type_named(child.block_type), child.value
        question: Question = {
            "key": self.key(child.id),
            "type": kind.key,
            "label": kind.label(value),
            "help": written_text(value, "help"),
            "required": kind.is_required(value),
        }
        if only_if := self._only_if(value):
            question["only_if"] = only_if
        whole: Question = {**question, **frozen_extras(value), **kind.freeze(value, self)}  # type: ignore[typeddict-item]
        if kind.decides:
            keys = [option["key"] for option in whole.get("options", [])]
            ids = dict(zip(option_ids(value) or keys, keys, strict=True))
            self._choices.setdefault(str(child.id), (question["key"], ids))
        return whole

    def _only_if(self, value: Any) -> OnlyIf:
        """The condition of a step or question, as far as it names choices that stand above it.

        What does not is told the editor before the page is public (`moduli.reachable`).
        """
        written, only_if = value.get(ONLY_IF) or {}, OnlyIf()
        known = {kind for kind, _label in kinds()}
        if named := [kind for kind in written.get("kinds", []) if kind in known]:
            only_if["kinds"] = named
        answers: list[AnswerCondition] = []
        for one in written.get("answers", []):
            key, ids = self._choices.get(one["question"], ("", {}))
            if options := [ids[option] for option in ids if option in one["options"]]:
                answers.append({"question": key, "options": options})
        if answers:
            only_if["answers"] = answers
        return only_if
