"""What an editor may say of a question besides: example, own error, personal, important, reusable."""

from typing import Any

import pytest

from moduli import StepsBlock, changes, on_paper, readable, taken_over
from moduli.types.base import REUSABLE_EXTRAS
from moduli.types.registry import question_types
from tests.moduli.builders import answer, ask, attach, block, error_of, frozen, schema_of, step, upload


def test_of_what_an_editor_never_touched_nothing_is_frozen() -> None:
    [untouched] = frozen(block("short_text", "k1", label="Che cosa?", required=True))
    blank = {"example": "  ", "error": "", "personal": "", "listed": None, "reusable": ""}
    [blanks] = frozen(block("short_text", "k1", label="Che cosa?", required=True, extras=blank))

    assert untouched == blanks
    assert sorted(untouched) == ["help", "key", "label", "max_length", "required", "type"]


def test_what_an_editor_said_is_frozen_with_the_question() -> None:
    extras = {"example": " Rete ", "error": "Scrivilo.", "personal": "yes", "listed": "no", "reusable": "no"}
    [question] = frozen(block("short_text", label="Che cosa?", extras=extras))

    kept = {name: dict(question)[name] for name in extras}
    assert kept == {
        "example": "Rete",
        "error": "Scrivilo.",
        "personal": True,
        "listed": False,
        "reusable": False,
    }


def test_every_question_offers_them_after_its_own_entries() -> None:
    for kind in question_types():
        names = list(kind.block_class().child_blocks)
        assert kind.asks_nothing or names[-1] == "extras", kind.key


def test_only_what_may_be_taken_over_asks_whether_it_may() -> None:
    for kind in question_types():
        if kind.asks_nothing:
            continue
        offered = "reusable" in kind.block_class().child_blocks["extras"].child_blocks
        assert offered == (kind.holds_elsewhere and not kind.takes_files), kind.key


def test_the_edit_page_carries_their_definition_once() -> None:
    questions = StepsBlock().child_blocks["step"].child_blocks["questions"].child_blocks
    found = {id(one.child_blocks["extras"]) for name, one in questions.items() if name != "text_only"}

    assert id(REUSABLE_EXTRAS) in found
    assert len(found) == 2


def test_an_example_stands_below_the_question_on_the_screen_and_on_paper() -> None:
    question = ask("number", help="Quante?", unit="persone", example="12")

    said = "Quante? Unità di misura: persone. Per esempio: 12"
    assert answer(question).fields["q-a"].help_text == said
    assert on_paper(schema_of(step(question)))[0].questions[0].help == said


def test_an_example_that_changed_is_told_like_another_help() -> None:
    old, new = schema_of(step(ask("number", example="1"))), schema_of(step(ask("number", example="2")))

    assert [change.what for change in changes(old, new)] == ["explained"]


def test_the_own_words_are_said_where_the_answer_is_missing() -> None:
    assert error_of(ask("email", error="Serve l’email del capofila."), "") == "Serve l’email del capofila."


def test_the_own_words_come_before_the_reason_where_the_answer_is_wrong() -> None:
    said = error_of(ask("number", error="Scrivi quanti siete.", maximum="5"), "9")

    assert said == "Scrivi quanti siete. Il valore massimo è 5."


def test_of_a_file_every_reason_is_said_as_it_is() -> None:
    form = attach(ask("file", error="Allega lo statuto."), upload("statuto.exe"))
    missing = attach(ask("file", error="Allega lo statuto."))

    assert form.errors["q-a"] == ["Il file «statuto.exe» non è di un tipo ammesso. Tipi ammessi: PDF, P7M."]
    assert missing.errors["q-a"] == ["Allega lo statuto."]


@pytest.mark.parametrize(
    ("type_", "more", "personal"),
    [
        ("email", {}, True),
        ("email", {"personal": False}, False),
        ("short_text", {}, False),
        ("short_text", {"personal": True}, True),
    ],
)
def test_an_answer_says_whether_it_is_personal_data(type_: str, more: Any, personal: bool) -> None:
    [row] = readable(schema_of(step(ask(type_, **more))), {})[0].rows

    assert row.is_personal == personal


def test_an_answer_is_taken_over_only_where_the_new_question_allows_it() -> None:
    old, new = schema_of(step(ask("short_text", reusable=False))), schema_of(step(ask("short_text")))

    assert taken_over(old, {"a": "x"}, new) == {"a": "x"}
    assert taken_over(new, {"a": "x"}, old) == {}
