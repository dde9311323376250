"""What changed between two versions of a form."""

from typing import Any

import pytest

from moduli import Change, Question, StepForm, changes, check_answers, tightens
from moduli.check import IncompleteAnswersError, kept_form
from tests.moduli.builders import StoredFile, ask, option, schema_of, step


def between(old: list[Question], new: list[Question]) -> list[Change]:
    return changes(schema_of(step(*old)), schema_of(step(*new)))


def test_a_form_that_is_the_same_has_no_changes() -> None:
    choice = ask("one_choice", options=[option("x", ask("short_text", "b")), option("y")])

    assert between([choice], [choice]) == []


def test_only_the_order_is_no_change_of_any_question() -> None:
    one, other = ask("short_text", "a"), ask("short_text", "b")

    assert between([one, other], [other, one]) == []


def test_questions_are_known_by_their_key_also_below_options() -> None:
    old = [ask("one_choice", options=[option("x", ask("short_text", "b")), option("y")])]
    new = [ask("one_choice", options=[option("x", ask("short_text", "c")), option("y")])]

    assert [(one.what, one.key) for one in between(old, new)] == [("added", "c"), ("removed", "b")]


def test_a_question_of_another_type_is_another_question() -> None:
    found = between([ask("short_text")], [ask("number")])

    assert [(one.what, one.key) for one in found] == [("added", "a"), ("removed", "a")]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (ask("short_text"), ask("short_text", label="Altre parole"), "reworded"),
        (ask("text_only"), ask("text_only", text="Altro testo"), "reworded"),
        (ask("short_text"), ask("short_text", max_length=20), "rules"),
        (ask("file"), ask("file", extensions=["odt"]), "rules"),
        (ask("short_text", required=False), ask("short_text"), "required"),
        (ask("short_text"), ask("short_text", required=False), "optional"),
        (ask("short_text"), ask("short_text", help="Più spiegata"), "explained"),
    ],
)
def test_each_sort_of_change_is_told(old: Question, new: Question, what: str) -> None:
    assert [one.what for one in between([old], [new])] == [what]


def test_a_rule_is_told_as_it_was_and_as_it_is() -> None:
    (found,) = between([ask("short_text", max_length=200)], [ask("short_text", max_length=20)])

    assert (found.before, found.after) == ("Al massimo 200 caratteri.", "Al massimo 20 caratteri.")


def test_options_that_come_and_go_are_told_one_by_one() -> None:
    renamed = {**option("z"), "label": "Con altre parole"}
    found = between(
        [ask("one_choice", options=[option("x"), option("z")])],
        [ask("one_choice", options=[renamed, option("y")])],
    )

    assert [(one.what, one.key, one.before, one.after) for one in found] == [
        ("option_removed", "a.x", "Opzione x", ""),
        ("option_added", "a.y", "", "Opzione y"),
        ("option_reworded", "a.z", "Opzione z", "Con altre parole"),
    ]


def test_a_question_in_another_step_has_moved() -> None:
    old = schema_of(step(ask("short_text", "a"), key="s1"), step(key="s2"))
    new = schema_of(step(key="s1"), {**step(ask("short_text", "a"), key="s2"), "title": "Il progetto"})

    assert ("moved", "a", "Il progetto") in [(one.what, one.key, one.after) for one in changes(old, new)]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"extensions": ["odt"]}, "non è più di un tipo ammesso"),
        ({"max_bytes": 1000}, "supera la dimensione ora ammessa"),
    ],
)
def test_a_file_that_would_not_be_taken_now_is_refused_before_sending(
    rules: dict[str, Any], sentence: str
) -> None:
    stored, asked = StoredFile(), step(ask("file", **rules))
    typed = {"a": [str(stored.public_id)]}

    with pytest.raises(IncompleteAnswersError):
        check_answers(schema_of(asked), typed, [stored])

    form = kept_form(asked, typed, [stored])
    assert sentence in str(form.errors)
    # Found out again whenever the step is shown: kept once more as a refusal, it would be said twice.
    assert form.refused_files() == {}


def test_a_file_that_is_taken_still_is_complained_about_by_nobody() -> None:
    stored = StoredFile()

    assert StepForm(
        step(ask("file")), {}, answers={"a": [str(stored.public_id)]}, uploads=[stored]
    ).is_valid()


@pytest.mark.parametrize(
    ("kind", "before", "now", "is_tighter"),
    [
        ("short_text", {"max_length": 100}, {"max_length": 50}, True),
        ("short_text", {"max_length": 50}, {"max_length": 100}, False),
        ("number", {"minimum": "9"}, {"minimum": "10"}, True),
        ("number", {"minimum": "10"}, {"minimum": "9"}, False),
        ("number", {"minimum": None}, {"minimum": "0"}, True),
        ("number", {"maximum": "9"}, {"maximum": None}, False),
        ("date", {"minimum": "2026-02-01"}, {"minimum": "2026-10-01"}, True),
        ("number", {"whole": False}, {"whole": True}, True),
        ("short_text", {"label": "Altre parole", "help": "Aiuto"}, {}, False),
        ("short_text", {"required": True}, {"required": False}, False),
        ("short_text", {"required": False}, {"required": True}, True),
    ],
)
def test_a_rule_is_tighter_if_an_answer_may_now_be_refused(
    kind: str, before: Any, now: Any, is_tighter: bool
) -> None:
    asked: Any = ask(kind)
    was: Any = {**asked, **before}
    is_now: Any = {**was, **now}
    assert tightens(was, is_now) is is_tighter
