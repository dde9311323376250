"""Freezing the questions of a page, half-typed ones included."""

import json
from typing import Any

from wagtail.blocks import StreamBlock

from moduli import FORMAT, StepForm, StepsBlock, freeze, readable, walk
from moduli.answers import AnsweredFile
from moduli.blocks import MAX_DEPTH, question_blocks
from tests.moduli.builders import (
    StoredFile,
    ask,
    block,
    frozen,
    item,
    option,
    posted,
    schema_of,
    step,
    steps_value,
)


def test_rewording_a_question_keeps_its_answer() -> None:
    before, after = (frozen(block("short_text", "q1", label=label)) for label in ("Nome?", "Come ti chiami?"))
    answers = StepForm(step(*before), posted(q1="Ada")).answers()
    rows = readable(schema_of(step(*after)), answers)[0].rows
    assert [(row.label, row.text) for row in rows] == [("Come ti chiami?", "Ada")]


def test_moving_a_question_under_an_option_keeps_its_key() -> None:
    question = block("short_text", "q1", label="Numero RUNTS")
    nested = frozen(block("one_choice", "c", label="Tipo", options=[item("ODV", question), item("Altro")]))
    assert [asked["key"] for asked in walk(nested)] == ["c", "q1"]


def test_the_frozen_questions_are_plain_json() -> None:
    value = steps_value(
        block("number", label="Età", minimum="16", maximum="99.5"),
        block("date", label="Nascita", earliest="1920-01-01", minimum_age=16),
        block("file", label="Statuto", kinds=["pdf", "image"], max_megabytes=2, max_files=3),
        block("yes_no", label="Iscritta?", if_yes=[block("short_text", label="Numero")], if_no=[]),
    )
    schema = freeze(value)
    assert json.loads(json.dumps(schema)) == schema
    questions: list[Any] = schema["steps"][0]["questions"]
    number, born, statute, registered = questions
    assert (number["minimum"], number["maximum"]) == ("16", "99.5")
    assert (born["earliest"], born["minimum_age"]) == ("1920-01-01", 16)
    assert statute["extensions"] == ["pdf", "jpg", "jpeg", "png"]
    assert statute["max_bytes"] == 2 * 1024 * 1024
    assert [(branch["key"], len(branch["questions"])) for branch in registered["options"]] == [
        ("yes", 1),
        ("no", 0),
    ]


def test_choices_nest_as_deep_as_the_constant_says_and_no_deeper() -> None:
    def depth(block_: Any) -> Any:
        options = block_.child_blocks["one_choice"].child_blocks["options"].child_block
        below = options.child_blocks.get("questions")
        return 1 + depth(below) if below else 0

    assert depth(StepsBlock().child_blocks["step"].child_blocks["questions"]) == MAX_DEPTH == 2
    assert depth(StreamBlock(question_blocks())) == MAX_DEPTH
    assert depth(StreamBlock(question_blocks(MAX_DEPTH))) == 0


def test_a_yes_and_a_no_open_questions_until_the_last_level() -> None:
    opened = dict(question_blocks())["yes_no"].child_blocks
    assert [opened[name].label for name in ("if_yes", "if_no")] == [
        "Domande che si aprono con il sì",
        "Domande che si aprono con il no",
    ]
    assert "if_yes" not in dict(question_blocks(MAX_DEPTH))["yes_no"].child_blocks


def test_half_typed_questions_are_frozen_drawn_and_read_without_error(db: None) -> None:
    types = StepsBlock().child_blocks["step"].child_blocks["questions"].child_blocks
    empty = [{"type": name, "value": {}} for name in types]
    branches = [block("one_choice", label="", options=[item(""), item("Sì", *empty)])]
    value = StepsBlock().to_python(
        [{"type": "step", "value": {"title": "", "questions": [*empty, *branches]}}]
    )
    schema = freeze(value)
    assert schema["steps"][0]["title"] == "Passo 1"
    assert StepForm(schema["steps"][0]).nodes()
    StepForm(schema["steps"][0], posted()).is_valid()
    assert readable(schema, {})


def test_blocks_nobody_filled_in_at_all_are_survived() -> None:
    value = StepsBlock().to_python([{"type": "step", "value": {}}])
    value[0].value["title"] = None
    value[0].value["questions"] = None
    assert freeze(value)["steps"][0]["questions"] == []
    assert freeze(None)["steps"] == []


def test_steps_without_a_title_are_called_by_their_number() -> None:
    untitled = {"type": "step", "value": {"title": " ", "intro": " Leggi. ", "questions": []}}
    titled = {"type": "step", "value": {"title": " Chi siete ", "questions": []}}
    schema = freeze(StepsBlock().to_python([titled, untitled]))
    assert schema["format"] == FORMAT
    assert [(one["title"], one["intro"]) for one in schema["steps"]] == [
        ("Chi siete", ""),
        ("Passo 2", "Leggi."),
    ]


def test_a_question_is_required_as_its_editor_says_and_when_nothing_is_said() -> None:
    asked = frozen(
        block("email", label="A", required=True),
        block("email", label="B", required=False),
        block("email", label="C"),
    )
    assert [question["required"] for question in asked] == [True, False, True]


def test_an_option_without_a_label_is_left_out() -> None:
    asked = frozen(block("one_choice", label="Tipo", options=[item("ODV"), item("  ")]))
    assert [choice["label"] for choice in asked[0]["options"]] == ["ODV"]


def test_every_key_is_given_once_even_when_blocks_repeat_or_lack_ids() -> None:
    asked = frozen(
        block("short_text", "same", label="A"),
        block("short_text", "same", label="B"),
        {"type": "email", "value": {"label": "C"}},
        {"type": "email", "value": {"label": "D"}},
    )
    keys = [question["key"] for question in asked]
    assert len(set(keys)) == 4


def test_answers_read_in_words_with_nested_ones_below_their_option() -> None:
    schema = schema_of(
        step(
            ask("one_choice", "c", options=[option("x", ask("number", "n", unit="anni")), option("y")]),
            ask("date", "d"),
            ask("phone", "p"),
            ask("declaration", "ok"),
            ask("file", "f"),
            ask("text_only", "t"),
            ask("short_text", "blank"),
        )
    )
    stored = StoredFile("f")
    answers = {
        "c": "x", "n": "1500.5", "d": "2026-03-01", "p": "+390552345678", "ok": True,
        "f": [str(stored.public_id)],
    }  # fmt: skip
    rows = readable(schema, answers, [stored])[0].rows
    assert [(row.key, row.text.replace("Marzo", "marzo"), row.depth) for row in rows] == [
        ("c", "Opzione x", 0),
        ("n", "1.500,5 anni", 1),
        ("d", "1 marzo 2026", 0),
        ("p", "+39 055 234 5678", 0),
        ("ok", "Dichiarazione resa", 0),
        ("f", "statuto.pdf", 0),
        ("blank", "", 0),
    ]


def test_answers_stand_under_the_titles_of_their_steps() -> None:
    schema = schema_of(step(ask("email", "m"), key="s1"), {**step(key="s2"), "title": "Il progetto"})
    sections = readable(schema, {"m": "ada@esempio.it"})
    assert [(section.key, section.title, len(section.rows)) for section in sections] == [
        ("s1", "Passo", 1),
        ("s2", "Il progetto", 0),
    ]


def test_a_file_of_an_answer_can_be_asked_for_and_says_how_large_it_is() -> None:
    named, other = StoredFile("f", "statuto.pdf"), StoredFile("f", "bilancio.pdf")
    question = ask("yes_no", "c", options=[option("yes", ask("file", "f")), option("no")])
    answers = {"c": "yes", "f": [str(named.public_id)]}
    rows = readable(schema_of(step(question)), answers, [named, other])[0].rows
    assert rows[1].files == [AnsweredFile(str(named.public_id), "statuto.pdf", "1 KB")]


def test_answers_that_are_not_valid_yet_read_as_they_were_typed() -> None:
    schema = schema_of(step(ask("number", "n"), ask("date", "d"), ask("phone", "p")))
    typed = {"n": "tanti", "d": "ieri", "p": "boh"}
    assert [row.text for row in readable(schema, typed)[0].rows] == ["tanti", "ieri", "boh"]
