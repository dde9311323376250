"""One choice, several, yes or no."""

from typing import Any

import pytest

from moduli import StepForm, readable
from tests.moduli.builders import answer, ask, block, error_of, frozen, item, option, schema_of, step

CHOICES: dict[str, Any] = {"options": [option("one"), option("two"), option("three")]}


def test_a_choice_takes_only_its_own_options() -> None:
    assert answer(ask("one_choice", **CHOICES), "two").answers() == {"a": "two"}
    assert error_of(ask("one_choice", **CHOICES), "four") == "Scegli una delle risposte proposte."
    assert error_of(ask("several_choices", **CHOICES), ["one", "four"]) == "Scegli tra le risposte proposte."


def test_several_choices_are_kept_once_and_in_the_order_of_the_form() -> None:
    form = answer(ask("several_choices", **CHOICES), ["three", "one", "one"])
    assert form.answers() == {"a": ["one", "three"]}


def test_several_choices_stop_at_their_limit() -> None:
    question = ask("several_choices", max_choices=2, **CHOICES)
    assert error_of(question, ["one", "two", "three"]) == "Puoi sceglierne al massimo 2."
    assert error_of(question, ["one", "two"]) == ""
    # The same one twice is one.
    assert error_of(question, ["one", "two", "two"]) == ""


@pytest.mark.parametrize("type_", ["one_choice", "several_choices"])
def test_the_options_keep_their_keys_and_what_they_open(type_: str) -> None:
    nested = block("short_text", "n1", label="Numero")
    [asked] = frozen(
        block(type_, "c", label="Tipo", options=[item("ODV", nested, id_="o1"), item("APS", id_="o2")])
    )
    assert [(choice["key"], choice["label"]) for choice in asked["options"]] == [("o1", "ODV"), ("o2", "APS")]
    assert [[below["key"] for below in choice["questions"]] for choice in asked["options"]] == [["n1"], []]


def test_yes_and_no_each_open_their_own_questions() -> None:
    yes, no = block("email", "y1", label="Email"), block("phone", "n1", label="Telefono")
    [asked] = frozen(block("yes_no", "c", label="Iscritta?", if_yes=[yes], if_no=[no]))
    branches = [
        (choice["key"], choice["label"], [below["key"] for below in choice["questions"]])
        for choice in asked["options"]
    ]
    assert branches == [("yes", "Sì", ["y1"]), ("no", "No", ["n1"])]


@pytest.mark.parametrize(
    ("type_", "control"), [("one_choice", "radio"), ("yes_no", "radio"), ("several_choices", "checkbox")]
)
def test_one_answer_has_round_controls_and_several_have_square_ones(type_: str, control: str) -> None:
    assert str(StepForm(step(ask(type_, **CHOICES)))["q-a"]).count(f'type="{control}"') == 3


def test_an_option_that_is_gone_reads_as_nothing() -> None:
    [row] = readable(schema_of(step(ask("several_choices", **CHOICES))), {"a": ["gone", "two"]})[0].rows
    assert row.values == ["Opzione two"]


def test_a_declaration_must_be_ticked() -> None:
    assert error_of(ask("declaration"), []) == "Per proseguire occorre spuntare questa dichiarazione."
    assert answer(ask("declaration"), "on").answers() == {"a": True}
