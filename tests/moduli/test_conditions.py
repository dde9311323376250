"""What is asked only of some: of a kind of applicant, or after an answer above; decided in one order."""

import json
from typing import Any

import pytest

from moduli import (
    StepForm,
    StepsBlock,
    asked_form,
    asked_keys,
    asked_of,
    changes,
    check_answers,
    for_kind,
    freeze,
    identifying,
    needed_files,
    on_paper,
    part_of,
    readable,
    seconds_to_fill_in,
    settled,
    taken_over,
    tightens,
)
from moduli.only_if import OnlyIfBlock
from tests.moduli.builders import ask, block, item, option, posted, schema_of, step


def only_if(question: str = "", *options: str, kinds: tuple[str, ...] = ()) -> Any:
    answers = [{"question": question, "options": list(options)}] if question else []
    return {**({"kinds": list(kinds)} if kinds else {}), **({"answers": answers} if answers else {})}


# type? ── APS ── statute (only after it, in the next step); registered? (only organisations)
TYPE = ask("one_choice", "type", options=[option("aps"), option("group")])
REGISTERED = ask(
    "yes_no", "registered", options=[option("yes"), option("no")], only_if=only_if("type", "aps")
)
STATUTE = ask("tax_code", "statute", only_if=only_if("registered", "yes"))
FORM = schema_of(
    step(TYPE, REGISTERED, key="s1"),
    step(STATUTE, key="s2"),
    {**step(ask("short_text", "seat"), key="s3"), "only_if": only_if(kinds=("organisation",))},
)
CODE = "RSSMRA80A01H501U"


def keys(schema: Any, answers: dict[str, Any], kind: str = "organisation") -> set[str]:
    return asked_keys(for_kind(schema, kind), answers)


def test_a_chain_is_followed_and_what_hangs_on_a_hidden_answer_is_hidden() -> None:
    assert keys(FORM, {"type": "aps", "registered": "yes"}) == {"type", "registered", "statute", "seat"}
    # The draft still holds the answer that opened the last link of the chain.
    assert keys(FORM, {"type": "group", "registered": "yes"}) == {"type", "seat"}


def test_who_is_of_another_kind_or_has_not_said_of_which_is_not_asked() -> None:
    assert "seat" not in keys(FORM, {}, "citizen")
    assert "seat" not in keys(FORM, {}, "")
    assert [one["key"] for one in asked_form(for_kind(FORM, "citizen"), {})["steps"]] == ["s1"]


def test_nothing_of_what_is_hidden_is_kept_read_or_taken_for_a_mark_of_the_sender() -> None:
    stale = {"type": "group", "registered": "yes", "statute": CODE, "seat": "Vinci"}
    schema = for_kind(FORM, "citizen")
    assert check_answers(schema, stale) == {"type": "group"}
    assert [(one.key, [row.key for row in one.rows]) for one in readable(schema, stale)] == [("s1", ["type"])]
    assert [one.question["key"] for one in asked_of(schema, stale)] == ["type"]
    assert identifying(schema, stale) == []
    assert identifying(schema, {**stale, "type": "aps"}) == [CODE]


def test_within_a_step_a_question_shows_at_once_and_without_a_script_after_one_more_look() -> None:
    [first] = asked_form(FORM, {})["steps"][:1]
    assert StepForm(first, posted(type="aps")).unrevealed() == ["registered"]
    held = StepForm(first, posted(type="aps", shown=["registered"]))
    assert held.unrevealed() == []
    assert held.errors == {"q-registered": ["Rispondi a «Domanda registered»: scegli sì o no."]}
    hidden = StepForm(first, posted(type="group", registered="yes"))
    assert hidden.is_valid()
    assert hidden.typed()["registered"] is None


def test_a_step_whose_questions_all_hang_on_others_that_are_hidden_is_left_out() -> None:
    """The second question names one of its own step, which is not asked."""
    first = ask("yes_no", "a", options=[option("yes"), option("no")], only_if=only_if("type", "aps"))
    schema = schema_of(step(TYPE), step(first, ask("short_text", "b", only_if=only_if("a", "yes")), key="s2"))
    assert [one["key"] for one in asked_form(schema, {"type": "group", "a": "yes"})["steps"]] == ["s1"]


def test_a_step_in_which_an_editor_wrote_no_question_stays() -> None:
    schema = schema_of(step(TYPE), step(key="s2"), {**step(key="s3"), "only_if": only_if("type", "aps")})
    assert [one["key"] for one in asked_form(schema, {"type": "group"})["steps"]] == ["s1", "s2"]


def test_questions_asked_again_bring_what_depends_on_them_and_know_what_is_closed() -> None:
    again = part_of(FORM, {"type"})
    assert {"type", "registered", "statute"} == set(keys(again, {"type": "aps", "registered": "yes"}))
    # What decides about this one is closed, and was answered so that it is asked, or not.
    alone = part_of(FORM, {"statute"})
    assert keys(settled(alone, {"type": "aps", "registered": "yes"}), {}) == {"statute"}
    assert settled(alone, {"type": "aps", "registered": "no"})["steps"] == []


def test_what_is_taken_over_is_only_what_is_asked() -> None:
    old = {"type": "group", "registered": "yes", "statute": CODE}
    assert taken_over(FORM, old, for_kind(FORM, "citizen")) == {"type": "group"}


def test_paper_says_in_words_who_answers() -> None:
    first, second, third = on_paper(FORM)
    assert first.questions[1].only_if == "Rispondi solo se alla domanda 1 hai scelto «Opzione aps»."
    assert second.questions[0].only_if == "Rispondi solo se alla domanda 2 hai scelto «Opzione yes»."
    assert third.only_if == "Compila questa parte solo se partecipi come organizzazione o gruppo."


def test_what_only_some_are_asked_counts_for_as_many() -> None:
    short = ask("short_text", "x")
    every, half = (
        schema_of(step(TYPE, short)),
        schema_of(step(TYPE, {**short, "only_if": only_if("type", "aps")})),
    )
    alone = seconds_to_fill_in(schema_of(step(short)))
    assert seconds_to_fill_in(every) - seconds_to_fill_in(half) == alone / 2
    [file] = needed_files(schema_of(step(TYPE, ask("file", "cv", only_if=only_if(kinds=("citizen",))))))
    assert file.depends


def test_another_condition_is_a_change_that_is_told_in_words() -> None:
    now = schema_of(step({**TYPE}, {**REGISTERED, "only_if": only_if("type", "group")}), *FORM["steps"][1:])
    [told] = changes(FORM, now)
    assert (told.what, told.key) == ("asked_if", "registered")
    assert told.before == "alla domanda «Domanda type» hai scelto «Opzione aps»"
    assert told.after == "alla domanda «Domanda type» hai scelto «Opzione group»"
    assert not tightens(REGISTERED, now["steps"][0]["questions"][1])
    [of_a_step] = changes(FORM, schema_of(*FORM["steps"][:2], step(ask("short_text", "seat"), key="s3")))
    assert (of_a_step.what, of_a_step.key, of_a_step.after) == ("asked_if", "s3", "")


# From the editor


CHOICE = block("one_choice", "c1", label="Tipo", options=[item("APS", id_="o1"), item("Gruppo", id_="o2")])


def frozen(*steps: Any) -> Any:
    stored = [
        {"type": "step", "id": f"s{number}", "value": {"title": "Passo", "intro": "", **one}}
        for number, one in enumerate(steps, start=1)
    ]
    return freeze(StepsBlock().to_python(json.loads(json.dumps(stored))))


def depending(key: str, condition: Any) -> Any:
    return block("short_text", key, label="Statuto", only_if=condition)


def test_a_condition_is_kept_by_the_keys_of_question_and_options_wherever_they_stand() -> None:
    wanted = {"kinds": ["citizen"], "answers": [{"question": "c1", "options": ["o2"]}]}
    for steps in (
        [{"questions": [CHOICE, depending("q", wanted)]}],
        [{"questions": [CHOICE]}, {"questions": [depending("q", wanted)]}],
    ):
        assert frozen(*steps)["steps"][-1]["questions"][-1]["only_if"] == wanted


def test_what_does_not_stand_above_decides_nothing() -> None:
    """Later, itself, the question it stands in, gone, no choice, an option that is gone, an unknown kind."""
    inner = depending("q-in", only_if("c2", "o3"))
    around = block("one_choice", "c2", label="Due", options=[item("A", inner, id_="o3"), item("B", id_="o4")])
    every = frozen(
        {
            "only_if": only_if("c1", "o1"),
            "questions": [
                depending("q-later", only_if("c1", "o1")),
                {**CHOICE, "value": {**CHOICE["value"], "only_if": only_if("c1", "o1")}},
                around,
                depending("q-text", only_if("q-later", "o1")),
                depending("q-gone", only_if("c9", "o1")),
                depending("q-option", only_if("c1", "o9")),
                depending("q-kind", only_if(kinds=("alien",))),
            ],
        }
    )
    assert "only_if" not in json.dumps(every)


def test_two_choices_whose_options_have_the_same_ids_are_told_apart() -> None:
    """New choices began with the same two ids; each question knows its own."""
    other = {**CHOICE, "id": "c2"}
    questions = frozen({"questions": [CHOICE, other, depending("q", only_if("c2", "o1"))]})["steps"][0][
        "questions"
    ]
    [condition] = questions[2]["only_if"]["answers"]
    assert condition == {"question": "c2", "options": [questions[1]["options"][0]["key"]]}
    assert condition["options"] != [questions[0]["options"][0]["key"]]


@pytest.mark.parametrize(
    "posted_text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"kinds": 7}',
        '{"answers": [{"question": 1}]}',
        '{"answers": {"a": 1}}',
        "[" * 9999,
    ],
)
def test_what_no_editor_writes_is_no_condition(posted_text: str) -> None:
    assert OnlyIfBlock().value_from_datadict({"x": posted_text}, {}, "x") is None
