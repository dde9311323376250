"""Asking some of the questions again, and documents that were not asked."""

from moduli import asked_of, keys_of, part_of, readable, with_files
from moduli.comparing import compare
from moduli.shape import Question, Schema


def short(key: str) -> Question:
    return {"key": key, "type": "short_text", "label": key.upper(), "help": "", "required": True}


def choice(key: str, *below: Question) -> Question:
    options = [
        {"key": "yes", "label": "Sì", "questions": list(below)},
        {"key": "no", "label": "No", "questions": []},
    ]
    question = {"key": key, "type": "one_choice", "label": key.upper(), "help": "", "required": True}
    return {**question, "options": options}  # type: ignore[typeddict-item]


def form() -> Schema:
    first = [choice("a", choice("b", short("c"))), short("d")]
    return {
        "format": 1,
        "steps": [
            {"key": "s1", "title": "Uno", "intro": "", "questions": first},
            {"key": "s2", "title": "Due", "intro": "", "questions": [short("e")]},
        ],
    }


def test_only_what_the_answers_made_visible_was_asked() -> None:
    asked = asked_of(form(), {"a": "yes", "b": "no", "c": "nascosta"})

    assert [(one.question["key"], one.depth) for one in asked] == [("a", 0), ("b", 1), ("d", 0), ("e", 0)]


def test_a_nested_question_comes_with_what_opens_it_and_steps_left_empty_go() -> None:
    part = part_of(form(), ["c"])

    assert keys_of(part) == {"a", "b", "c"}
    assert [step["key"] for step in part["steps"]] == ["s1"]


def test_documents_are_added_to_one_last_step_with_keys_of_their_own() -> None:
    once, first = with_files(form(), "Documenti", [("Statuto", "Firmato.")])
    twice, second = with_files(once, "Altro", [("Bilancio", "")])

    assert [step["title"] for step in twice["steps"]] == ["Uno", "Due", "Documenti"]
    assert [question["label"] for question in twice["steps"][-1]["questions"]] == ["Statuto", "Bilancio"]
    assert not set(first) & set(second)
    assert len(form()["steps"]) == 2


def test_a_difference_is_told_with_what_stood_there_and_what_is_not_asked_any_more() -> None:
    before = {"a": "yes", "b": "yes", "c": "uno", "d": "resta", "e": "prima"}
    after = {"a": "yes", "b": "no", "d": "resta", "e": "dopo"}

    found = compare(readable(form(), before), readable(form(), after))

    assert [(step.title, [one.label for one in step.differences]) for step in found] == [
        ("Uno", ["B", "C"]),
        ("Due", ["E"]),
    ]
    [_b, gone] = found[0].differences
    assert (gone.before and gone.before.text, gone.after) == ("uno", None)


def test_what_was_not_asked_and_what_was_left_blank_are_the_same() -> None:
    added, _keys = with_files(form(), "Documenti", [("Statuto", "")])
    answers = {"a": "no", "d": "x", "e": "y"}

    assert compare(readable(form(), answers), readable(added, answers)) == []
