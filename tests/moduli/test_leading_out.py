"""Answers that lead out, wherever the question stands: what is frozen, what is refused, what is told."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from moduli import (
    IncompleteAnswersError,
    StepForm,
    all_ways_out,
    changes,
    check_answers,
    freeze,
    nobody_meets,
    tightens,
    ways_out,
)
from tests.moduli.builders import ask as question
from tests.moduli.builders import block, posted, schema_of, step, steps_value
from tests.moduli.builders import option as frozen_option

WHY = "È per chi non ha un contributo."
OUT = {"leads_out": True, "why": WHY}
IN: dict[str, Any] = {"leads_out": False, "why": ""}


def yes_no(key: str = "funded", **value: Any) -> dict[str, Any]:
    return block("yes_no", key, label="Avete un contributo?", required=True, **{"yes_out": OUT, **value})


def choice(type_: str, *outs: Any, required: bool = True, below: Any = ()) -> dict[str, Any]:
    options: list[Any] = [
        {"type": "item", "id": f"o{number}", "value": {"label": f"N. {number}", "questions": [], "out": out}}
        for number, out in enumerate(outs)
    ]
    options[0]["value"]["questions"] = list(below)
    return block(type_, "c", label="Quale?", required=required, options=options)


def refusal(*questions: Any) -> str:
    value = steps_value(*questions)
    value.stream_block.clean_deferred(value)
    try:
        value.stream_block.clean(value)
    except ValidationError as error:
        problem: Any = error
        return str(problem.as_json_data())
    return ""


@pytest.mark.parametrize(
    "asked",
    [
        yes_no(no_out=OUT),
        choice("one_choice", OUT, OUT),
        choice("one_choice", OUT, OUT, required=False),
        choice("several_choices", OUT, OUT),
    ],
    ids=["yes and no", "one choice", "one choice, optional", "several choices"],
)
def test_a_question_every_answer_to_which_leads_out_is_not_published(asked: Any) -> None:
    assert "Ogni risposta porta fuori" in refusal(asked)


@pytest.mark.parametrize(
    "asked",
    [
        yes_no(),
        yes_no(yes_out=IN),
        choice("one_choice", OUT, IN),
        choice("several_choices", OUT, IN),
        # Who ticks nothing takes part.
        choice("several_choices", OUT, OUT, required=False),
    ],
)
def test_one_that_lets_somebody_in_is(asked: Any) -> None:
    assert refusal(asked) == ""


def test_who_is_led_out_is_told_why() -> None:
    assert "Scrivi perché" in refusal(yes_no(yes_out={"leads_out": True, "why": ""}))


@pytest.mark.parametrize(
    ("asked", "out", "right"),
    [
        (yes_no(), {"funded": "yes"}, {"funded": "no"}),
        (choice("one_choice", OUT, IN), {"c": "o0"}, {"c": "o1"}),
        (choice("several_choices", IN, OUT), {"c": ["o0", "o1"]}, {"c": ["o0"]}),
    ],
    ids=["yes and no", "one choice", "several choices"],
)
def test_such_an_answer_is_not_valid_and_says_why(asked: Any, out: Any, right: Any) -> None:
    asked = {**asked, "value": {**asked["value"], "extras": {"error": "Rispondi alla domanda."}}}
    schema = freeze(steps_value(asked))
    (only,) = schema["steps"]

    [errors] = StepForm(only, posted(**out)).errors.values()
    # Not the editor's words for a mistake: nothing can be put right.
    assert errors == [f"Con questa risposta non si può partecipare: {WHY}"]
    assert [one.why for one in ways_out(only, out)] == [WHY]
    assert [one.why for one in all_ways_out(schema, out)] == [WHY]
    with pytest.raises(IncompleteAnswersError):
        check_answers(schema, out)
    assert ways_out(only, right) == []
    assert check_answers(schema, right) == right


def test_every_box_that_leads_out_is_named() -> None:
    schema = freeze(
        steps_value(choice("several_choices", OUT, {"leads_out": True, "why": "E nemmeno così."}, IN))
    )

    [errors] = StepForm(schema["steps"][0], posted(c=["o0", "o1", "o2"])).errors.values()

    assert len(errors) == 2
    assert "E nemmeno così." in errors[1]


def test_a_hidden_question_leads_nobody_out() -> None:
    schema = freeze(steps_value(choice("one_choice", IN, IN, below=[yes_no()])))

    assert len(all_ways_out(schema, {"c": "o0", "funded": "yes"})) == 1
    assert all_ways_out(schema, {"c": "o1", "funded": "yes"}) == []


def test_what_stands_below_an_answer_that_leads_out_is_named_once_with_its_place() -> None:
    below = yes_no("inner", yes_out=IN, if_no=[block("short_text", "deep", label="Perché?")])
    steps = steps_value(choice("one_choice", OUT, IN, below=[below]))

    [remark] = nobody_meets(steps, "steps", {"citizen"})

    assert "la apre una risposta a «Quale?» che porta fuori" in remark.sentence
    assert remark.place == "steps.step-1.questions.c.options.o0.questions.inner"
    assert list(nobody_meets(steps_value(choice("one_choice", IN, OUT, below=[below])), "steps", {"c"})) == []


@pytest.mark.parametrize(
    ("type_", "options", "is_met"),
    [
        ("one_choice", ["o0"], False),
        ("one_choice", ["o0", "o1"], True),
        ("several_choices", ["o0"], False),
        ("several_choices", ["o0", "o1"], True),
    ],
)
def test_a_condition_on_an_answer_that_leads_out_is_met_by_nobody(
    type_: str, options: list[str], is_met: bool
) -> None:
    depends = {"answers": [{"question": "c", "options": options}]}
    steps = steps_value(
        choice(type_, OUT, IN), block("short_text", "t", label="Altro?", only_if=depends, required=True)
    )

    assert (list(nobody_meets(steps, "steps", {"citizen"})) == []) is is_met


def test_a_version_says_which_answers_lead_out_now_and_which_no_more() -> None:
    def version(**outs: dict[str, Any]) -> Any:
        options = [{**frozen_option(key), **outs.get(key, {})} for key in "xyz"]
        return schema_of(step(question("one_choice", "a", options=options)))

    def out(why: str, page: int | None = None) -> dict[str, Any]:
        return {"leads_out": {"why": why, "page": page}}

    old = version(x=out("Prima."), y=out("Così."), z={})
    new = version(x={}, y=out("Colà."), z=out("Ora."))

    told = [(one.what, one.key, one.label, one.before, one.after) for one in changes(old, new)]
    assert told == [
        ("leads_out", "a.z", "Domanda a", "", "Opzione z"),
        ("lets_in", "a.x", "Domanda a", "", "Opzione x"),
        ("way_out", "a.y", "Domanda a", "Così.", "Colà."),
    ]
    was, now = (form["steps"][0]["questions"][0] for form in (old, new))
    assert tightens(was, now)
    assert not tightens(was, version(x=out("Prima."), z={})["steps"][0]["questions"][0])
    assert changes(old, old) == []
