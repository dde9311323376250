"""Answers to one form as answers to another."""

from typing import Any

import pytest

from moduli import Question, taken_over
from tests.moduli.builders import ask, option, schema_of, step


def over(old: list[Question], answers: dict[str, Any], new: list[Question]) -> dict[str, Any]:
    return taken_over(schema_of(step(*old)), answers, schema_of(step(*new)))


def test_an_answer_goes_where_the_key_agrees_whatever_the_words() -> None:
    assert over([ask("short_text")], {"a": "x"}, [ask("short_text", label="Altre parole")]) == {"a": "x"}


def test_an_answer_goes_where_type_and_label_agree_as_people_read_them() -> None:
    old, new = ask("short_text", "a", label="Perché  vuoi partecipare?"), ask("short_text", "z")
    new["label"] = "perché vuoi partecipare"

    assert over([old], {"a": "x"}, [new]) == {"z": "x"}


def test_a_label_without_the_type_is_not_enough() -> None:
    old, new = ask("short_text", "a", label="Età"), ask("number", "z", label="Età")

    assert over([old], {"a": "trenta"}, [new]) == {}


@pytest.mark.parametrize("twice", ["old", "new"])
def test_of_two_questions_of_one_name_neither_is_taken(twice: str) -> None:
    one, two = ask("short_text", "a", label="Nome"), ask("short_text", "b", label="Nome")
    other = ask("short_text", "z", label="Nome")

    if twice == "old":
        assert over([one, two], {"a": "x", "b": "y"}, [other]) == {}
    else:
        assert over([other], {"z": "x"}, [one, two]) == {}


@pytest.mark.parametrize(
    ("question", "answer"),
    [(ask("declaration"), True), (ask("file"), ["un-file"])],
)
def test_files_and_statements_are_never_taken(question: Question, answer: Any) -> None:
    assert over([question], {"a": answer}, [question]) == {}


def test_what_is_asked_before_anything_else_is_asked_again() -> None:
    first: Any = {**step(ask("short_text")), "eligibility": True}

    assert taken_over(schema_of(first), {"a": "x"}, schema_of(first)) == {}


def test_a_choice_goes_by_the_words_of_its_options() -> None:
    old = ask("one_choice", "a", label="Tipo", options=[option("x"), option("y")])
    renamed = {"key": "n", "label": "Opzione x", "questions": []}
    new = ask("one_choice", "z", label="Tipo", options=[renamed, option("w")])

    assert over([old], {"a": "x"}, [new]) == {"z": "n"}
    assert over([old], {"a": "y"}, [new]) == {}


def test_of_several_choices_those_that_there_are_go() -> None:
    old = ask("several_choices", options=[option("x"), option("y")])
    new = ask("several_choices", options=[option("y"), option("w")])

    assert over([old], {"a": ["x", "y"]}, [new]) == {"a": ["y"]}


def test_a_question_below_an_option_goes_only_where_the_option_is_chosen() -> None:
    below = ask("short_text", "b")
    old = ask("one_choice", options=[option("x", below), option("y")])
    elsewhere = ask("one_choice", options=[option("x"), option("y", below)])

    assert over([old], {"a": "x", "b": "sotto"}, [old]) == {"a": "x", "b": "sotto"}
    assert over([old], {"a": "x", "b": "sotto"}, [elsewhere]) == {"a": "x"}
