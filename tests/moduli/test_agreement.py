"""Whatever the form and whatever is sent for it: what is stored, and every place that tells of it, agree.

`ANSWER_SETS` says how many sets of answers are tried: 1,000 unless told, 10,000 in `.ci/run`.
"""

import json
import os
import random
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, cast

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from candidature.privacy.portable import answers_in_words
from candidature.receipts.document import answers_as_data
from moduli import (
    IncompleteAnswersError,
    Schema,
    StepForm,
    all_ways_out,
    answer_cells,
    asked_form,
    asked_keys,
    check_answers,
    for_kind,
    in_words,
    readable,
    walk,
)
from moduli.check import as_data
from moduli.files.checking import readable_size
from moduli.types.registry import question_types
from tests.moduli.lists import every_other_type
from tests.moduli.random_forms import (
    CHOICES,
    EXAMPLES,
    KINDS,
    AnswerSet,
    Expected,
    Others,
    branches,
    expected_steps,
    random_answers,
    random_form,
)

ANSWER_SETS = int(os.environ.get("ANSWER_SETS", "1000"))
SHARES = 20
ANSWER_SETS_A_FORM = 10


pytestmark = pytest.mark.django_db


@pytest.fixture
def others() -> Others:
    return every_other_type()


def test_every_type_is_among_the_random_questions(others: Others) -> None:
    assert {*EXAMPLES, *CHOICES, "file", *others} == {kind.key for kind in question_types()}


@pytest.mark.parametrize("share", range(SHARES))
def test_what_is_sent_stored_and_told_agrees(share: int, others: Others) -> None:
    for number in range(ANSWER_SETS // SHARES // ANSWER_SETS_A_FORM):
        seed = f"{share}/{number}"
        chance = random.Random(seed)  # noqa: S311 - no secret
        # Lists are read from the database, so not every form has one.
        schema = random_form(chance, others if number % 4 == 0 else None)
        draft: dict[str, Any] = {}
        for _set in range(ANSWER_SETS_A_FORM):
            answers = random_answers(schema, chance)
            try:
                agree(schema, chance.choice(KINDS), answers, draft)
            except AssertionError as disagreement:
                raise AssertionError(
                    f"Form {seed}, sent: {answers.sent}, form: {json.dumps(schema)}"
                ) from disagreement


def agree(whole: Schema, kind: str, answers: AnswerSet, draft: dict[str, Any]) -> None:
    """The steps as they are sent, then the draft as it is checked, kept and read.

    `draft` holds what was answered before: whoever changes a choice leaves nothing of the branch it closes,
    and what other steps hold for another choice counts for nothing.
    """
    uploads = [stored for files in answers.files.values() for stored in files]
    named = {key: [str(stored.public_id) for stored in files] for key, files in answers.files.items()}
    schema = for_kind(whole, kind)
    steps: list[tuple[str, Expected]] = []
    for step, must in zip(whole["steps"], expected_steps(whole, answers, kind), strict=True):
        # As it is reached: with what the draft holds of the steps before, and of former answers.
        now = {one["key"]: one for one in asked_form(schema, {**draft, **named})["steps"]}
        assert (step["key"] in now) == (must is not None)
        if must is None:
            continue
        steps.append((step["key"], must))
        data = MultiValueDict({f"q-{key}": values for key, values in answers.sent.items()})
        data.setlist("shown", branches(step["questions"]))
        form = StepForm(now[step["key"]], data, answers=named, uploads=uploads)
        assert form.unrevealed() == []
        assert form.answers() == must.kept
        assert {name.removeprefix("q-") for name in form.errors} == must.refused
        assert not {key for key, value in form.typed().items() if value is not None} & must.hidden
        # A draft holds what was typed, right or wrong; shown again and sent again it is the same.
        again = StepForm(now[step["key"]], as_data(step, form.typed()), answers=named, uploads=uploads)
        assert again.answers() == must.kept
        draft |= form.typed()
        of_the_step = {question["key"] for question in walk(now[step["key"]]["questions"])}
        assert not {key for key in must.hidden & of_the_step if draft.get(key) is not None}

    kept = {key: value for _key, must in steps for key, value in must.kept.items()}
    if any(must.refused for _key, must in steps):
        with pytest.raises(IncompleteAnswersError) as refused:
            check_answers(schema, draft, uploads)
        assert refused.value.steps == [key for key, must in steps if must.refused]
    else:
        assert check_answers(schema, draft, uploads) == kept
    in_question = asked_keys(schema, draft)
    assert in_question == {
        question["key"]
        for step in whole["steps"]
        for must in [dict(steps).get(step["key"])]
        for question in walk(step["questions"])
        if must is not None and question["key"] not in must.hidden
    }
    led_out = [why for _key, must in steps for why in must.ways_out]
    assert [out.why for out in all_ways_out(schema, draft)] == led_out
    if led_out:
        # What such an answer opens is asked, and never told: it cannot be sent.
        return

    stored = json.loads(json.dumps(kept, cls=DjangoJSONEncoder))
    assert stored == kept
    frozen = json.loads(json.dumps(schema, cls=DjangoJSONEncoder))
    sections = readable(frozen, stored, uploads)
    lines = [line for _key, must in steps for line in must.lines]
    told = [
        (row.label, [*row.values, *(f"{file.name} ({file.size})" for file in row.files)], row.depth)
        for section in sections
        for row in section.rows
    ]
    assert told == lines
    # A spreadsheet has a cell for each answer that is read, at the same questions and no other.
    names = {str(stored_file.public_id): stored_file.original_name for stored_file in uploads}
    cells = {cell.key: cell.cell for cell in answer_cells(frozen, stored, names)}
    assert list(cells) == [row.key for section in sections for row in section.rows if row.text]
    for row in (row for section in sections for row in section.rows if isinstance(cells.get(row.key), str)):
        assert row.text == cells[row.key] or type_of_key(frozen, row.key) in TYPED
    for question in (question for step in frozen["steps"] for question in walk(step["questions"])):
        if question["type"] != "file":
            in_a_cell = next((words for label, words, _d in lines if label == question["label"]), [])
            assert in_words(question, stored.get(question["key"])) == "; ".join(in_a_cell)
    for template in ("moduli/answer_rows.html", "istruttoria/answers.html"):
        assert shown_by(template, sections) == [(label, flat(words)) for label, words, _depth in lines]
    assert list(rows_of_document(answers_as_data(sections))) == lines
    by_id = {str(one.public_id): f"{one.original_name} ({readable_size(one.size)})" for one in uploads}
    taken_away = json.loads(
        json.dumps(answers_in_words(frozen, stored, cast(Any, uploads)), cls=DjangoJSONEncoder)
    )
    assert [
        (row["question"], [*row["answer"], *(by_id[one] for one in row["files"])], row["depth"])
        for section in taken_away
        for row in section["rows"]
    ] == lines


def rows_of_document(steps: list[dict[str, Any]]) -> Iterator[tuple[str, list[str], int]]:
    """What the receipt is set from, row by row."""

    def below(rows: list[dict[str, Any]], depth: int) -> Iterator[tuple[str, list[str], int]]:
        for row in rows:
            yield row["label"], row["values"], depth
            yield from below(row["below"], depth + 1)

    for step in steps:
        yield from below(step["rows"], 0)


# Told in words otherwise than in a cell.
TYPED = {"number", "money", "date", "scale", "phone"}


def type_of_key(schema: Schema, key: str) -> str:
    return next(
        question["type"]
        for step in schema["steps"]
        for question in walk(step["questions"])
        if question["key"] == key
    )


class Lines(HTMLParser):
    """Reads the terms and descriptions of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self._into: list[str] | None = None
        self._term: list[str] = []
        # A mark beside the label is not part of it.
        self._in_mark = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._in_mark = self._in_mark or tag == "small"
        if tag == "dt":
            self._into = self._term = []
        elif tag == "dd":
            self._into = []
            self.found.append(("".join(self._term).strip(), self._into))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("dt", "dd"):
            self._into = None
        if tag == "small":
            self._in_mark = False

    def handle_data(self, data: str) -> None:
        if self._into is not None and not self._in_mark:
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
