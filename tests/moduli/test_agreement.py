"""Whatever the form and whatever is sent for it: what is stored, and every place that tells of it, agree.

`ANSWER_SETS` says how many sets of answers are tried: 1,000 unless told, 10,000 in `.ci/run`.
"""

import json
import os
import random
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from moduli import IncompleteAnswersError, Schema, StepForm, check_answers, in_words, readable, walk
from moduli.check import as_data
from tests.moduli.random_forms import AnswerSet, Expected, branches, expected, random_answers, random_form

ANSWER_SETS = int(os.environ.get("ANSWER_SETS", "1000"))
SHARES = 20
ANSWER_SETS_A_FORM = 10


@pytest.mark.parametrize("share", range(SHARES))
def test_what_is_sent_stored_and_told_agrees(share: int) -> None:
    for number in range(ANSWER_SETS // SHARES // ANSWER_SETS_A_FORM):
        seed = f"{share}/{number}"
        chance = random.Random(seed)  # noqa: S311 - no secret
        schema = random_form(chance)
        draft: dict[str, Any] = {}
        for _set in range(ANSWER_SETS_A_FORM):
            answers = random_answers(schema, chance)
            try:
                agree(schema, answers, draft)
            except AssertionError as disagreement:
                raise AssertionError(
                    f"Form {seed}, sent: {answers.sent}, form: {json.dumps(schema)}"
                ) from disagreement


def agree(schema: Schema, answers: AnswerSet, draft: dict[str, Any]) -> None:
    """The steps as they are sent, then the draft as it is checked, kept and read.

    `draft` holds what was answered before: whoever changes a choice leaves nothing of the branch it closes.
    """
    uploads = [stored for files in answers.files.values() for stored in files]
    named = {key: [str(stored.public_id) for stored in files] for key, files in answers.files.items()}
    steps: list[Expected] = []
    for step in schema["steps"]:
        must = expected(step["questions"], answers)
        steps.append(must)
        data = MultiValueDict({f"q-{key}": values for key, values in answers.sent.items()})
        data.setlist("shown", branches(step["questions"]))
        form = StepForm(step, data, answers=named, uploads=uploads)
        assert form.answers() == must.kept
        assert {name.removeprefix("q-") for name in form.errors} == must.refused
        assert not {key for key, value in form.typed().items() if value is not None} & must.hidden
        # A draft holds what was typed, right or wrong; shown again and sent again it is the same.
        again = StepForm(step, as_data(step, form.typed()), answers=named, uploads=uploads)
        assert again.answers() == must.kept
        draft |= form.typed()
        assert not {key for key in must.hidden if draft.get(key) is not None}

    kept = {key: value for must in steps for key, value in must.kept.items()}
    if any(must.refused for must in steps):
        with pytest.raises(IncompleteAnswersError) as refused:
            check_answers(schema, draft, uploads)
        assert refused.value.steps == [
            step["key"] for step, must in zip(schema["steps"], steps, strict=True) if must.refused
        ]
    else:
        assert check_answers(schema, draft, uploads) == kept

    stored = json.loads(json.dumps(kept, cls=DjangoJSONEncoder))
    assert stored == kept
    frozen = json.loads(json.dumps(schema, cls=DjangoJSONEncoder))
    sections = readable(frozen, stored, uploads)
    lines = [line for must in steps for line in must.lines]
    told = [
        (row.label, [*row.values, *(f"{file.name} ({file.size})" for file in row.files)], row.depth)
        for section in sections
        for row in section.rows
    ]
    assert told == lines
    for question in (question for step in frozen["steps"] for question in walk(step["questions"])):
        if question["type"] != "file":
            in_a_cell = next((words for label, words, _d in lines if label == question["label"]), [])
            assert in_words(question, stored.get(question["key"])) == "; ".join(in_a_cell)
    for template in ("moduli/answer_rows.html", "istruttoria/answers.html"):
        assert shown_by(template, sections) == [(label, flat(words)) for label, words, _depth in lines]


class Lines(HTMLParser):
    """Reads the terms and descriptions of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self._into: list[str] | None = None
        self._term: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "dt":
            self._into = self._term = []
        elif tag == "dd":
            self._into = []
            self.found.append(("".join(self._term).strip(), self._into))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("dt", "dd"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)


def shown_by(template: str, sections: Any) -> list[tuple[str, str]]:
    """The lines of a page that shows answers, without the blanks between its words."""
    reader = Lines()
    context = {"sections": sections, "submission": {"pk": 1}}
    if template == "moduli/answer_rows.html":
        for section in sections:
            reader.feed(render_to_string(template, {"rows": section.rows}))
    else:
        reader.feed(render_to_string(template, context))
    return [(term, flat([" ".join(texts)])) for term, texts in reader.found]


def flat(words: list[str]) -> str:
    """Words without what a page may set as it likes: blanks, and brackets around the size of a file."""
    together = "".join("".join(words).split())
    return together.replace("(1KB)", "1KB") or "Nessunarisposta"
