"""What the editor is told when a page with questions is published; drafts may be unfinished."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock

from moduli import StepsBlock
from moduli.branches import Level
from tests.moduli.builders import block, item, steps_value

UNFINISHED = [
    block("short_text", label=""),
    block("one_choice", label="Tipo", options=[item("")]),
    block("one_choice", label="Tipo", options=[item("ODV"), item(" odv ")]),
    block("several_choices", label="Zone", options=[]),
    block("number", label="Età", minimum="9", maximum="1"),
    block("declaration", label=""),
    block("yes_no", label="Iscritta?", if_yes=[block("email", label="")]),
]


def problems(question: Any) -> dict[str, Any]:
    """What is wrong with the one question of a form, by its fields, as the edit page is told."""
    with pytest.raises(ValidationError) as refused:
        StepsBlock().clean(steps_value(question))
    problem: Any = refused.value
    step = problem.as_json_data()["blockErrors"][0]
    found: dict[str, Any] = step["blockErrors"]["questions"]["blockErrors"][0]["blockErrors"]
    return found


@pytest.mark.parametrize("question", UNFINISHED)
def test_an_unfinished_question_stops_publication(question: Any) -> None:
    with pytest.raises(ValidationError):
        StepsBlock().clean(steps_value(question))


@pytest.mark.parametrize("question", UNFINISHED)
def test_an_unfinished_question_can_be_saved_as_a_draft(question: Any) -> None:
    block_ = StepsBlock()
    assert len(block_.clean_deferred(steps_value(question))) == 1
    # The rules are back as soon as the draft is saved.
    with pytest.raises(ValidationError):
        block_.clean(steps_value(question))


def test_a_step_without_title_or_questions_can_be_saved_but_not_published() -> None:
    value = StepsBlock().to_python([{"type": "step", "value": {"title": "", "questions": []}}])
    StepsBlock().clean_deferred(value)
    with pytest.raises(ValidationError):
        StepsBlock().clean(value)


def test_a_page_may_have_no_steps_at_all() -> None:
    assert len(StepsBlock().clean(StepsBlock().to_python([]))) == 0


def test_a_choice_needs_two_options() -> None:
    said = problems(block("one_choice", label="Tipo", options=[item("ODV")]))
    assert said == {"options": {"messages": ["Servono almeno due opzioni tra cui scegliere."]}}


def test_two_options_with_the_same_words_are_pointed_at() -> None:
    zones = [item("Val  di Chiana"), item("Lunigiana"), item("val di chiana ")]
    twice = problems(block("several_choices", label="Zone", options=zones))["options"]["blockErrors"]
    said = "Questa opzione c’è già: chi risponde non saprebbe distinguerle."
    assert twice == {2: {"blockErrors": {"label": {"messages": [said]}}}}


def test_limits_the_wrong_way_round_are_pointed_at() -> None:
    said = problems(block("date", label="Quando", earliest="2026-02-01", latest="2026-01-01"))
    assert said == {"latest": {"messages": ["Il limite massimo viene prima di quello minimo."]}}


@pytest.mark.parametrize(
    ("kind", "limits", "wrong"),
    [
        ("number", {"minimum": "1.2", "maximum": "1.8", "whole": True}, "maximum"),
        ("number", {"minimum": "1.2", "maximum": "2.0", "whole": True}, ""),
        ("number", {"minimum": "1.2", "maximum": "1.8", "whole": False}, ""),
        ("number", {"minimum": "1e16"}, "minimum"),
        ("money", {"maximum": "-0.01"}, "maximum"),
        ("money", {"maximum": "0"}, ""),
        ("money", {"minimum": "-5", "maximum": "-1"}, ""),
        ("date", {"earliest": "2020-01-01", "minimum_age": 100}, "minimum_age"),
        ("date", {"earliest": "1900-01-01", "minimum_age": 100}, ""),
    ],
)
def test_limits_that_no_answer_meets_are_pointed_at(kind: str, limits: dict[str, Any], wrong: str) -> None:
    asked = block(kind, label="Quanto", **limits)
    if wrong:
        assert list(problems(asked)) == [wrong]
    else:
        StepsBlock().clean(steps_value(asked))


def test_limits_may_be_the_same() -> None:
    only = block("date", label="Quando", earliest="2026-02-01", latest="2026-02-01")
    assert len(StepsBlock().clean(steps_value(only))) == 1


def test_an_option_opens_the_questions_of_the_level_below_or_none_of_them() -> None:
    below = [("email", CharBlock())]
    [(name, opened)] = Level(below).branch("if_yes", "Domande che si aprono con il sì")
    assert (name, opened.label) == ("if_yes", "Domande che si aprono con il sì")
    assert list(opened.child_blocks) == ["email"]
    assert len(opened.clean(opened.to_python([]))) == 0
    assert Level([]).branch("if_yes", "Domande che si aprono con il sì") == []


def test_a_finished_form_is_published() -> None:
    nested = block("yes_no", label="Iscritta?", if_yes=[block("short_text", label="Numero", max_length=20)])
    choice = block("one_choice", label="Tipo", options=[item("ODV", nested), item("Altro")])
    assert len(StepsBlock().clean(steps_value(choice))) == 1
