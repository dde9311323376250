"""What is asked before anything else: what an editor may write, what is frozen of it, and who is led out."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from moduli import StepForm, StepsBlock, check_answers, eligibility_step, freeze, readable, ways_out
from moduli.check import IncompleteAnswersError
from tests.moduli.builders import block, posted

WHY = "È per chi ha compiuto 18 anni."
OUT = {"leads_out": True, "why": WHY}


def yes_no(**outs: Any) -> dict[str, Any]:
    return block("yes_no", "adult", label="Hai 18 anni?", **{"yes_out": {}, "no_out": OUT, **outs})


def choice(*outs: Any) -> dict[str, Any]:
    options = [
        {"type": "item", "id": f"o{number}", "value": {"label": f"Zona {number}", "out": out}}
        for number, out in enumerate(outs)
    ]
    return block("one_choice", "where", label="Dove vivi?", options=options)


def asked_first(*questions: Any, title: str = "") -> dict[str, Any]:
    return {"type": "eligibility", "id": "e1", "value": {"title": title, "questions": list(questions)}}


def a_step() -> dict[str, Any]:
    return {
        "type": "step",
        "id": "s1",
        "value": {"title": "Passo", "questions": [block("short_text", "a", label="A", required=False)]},
    }


def value_of(*blocks: Any) -> Any:
    return StepsBlock().to_python(list(blocks))


def refused(*blocks: Any) -> str:
    with pytest.raises(ValidationError) as error:
        StepsBlock().clean(value_of(*blocks))
    problem: Any = error.value
    return str(problem.as_json_data())


def test_a_question_with_one_way_in_and_one_way_out_is_published() -> None:
    StepsBlock().clean(value_of(asked_first(yes_no(), choice({}, OUT)), a_step()))


@pytest.mark.parametrize("question", [yes_no(yes_out=OUT), choice(OUT, OUT)], ids=["yes_no", "choice"])
def test_a_question_whose_every_answer_leads_out_is_refused(question: Any) -> None:
    assert "Ogni risposta porta fuori" in refused(asked_first(question))
    # A draft of it may be saved.
    StepsBlock().clean_deferred(value_of(asked_first(question)))


@pytest.mark.parametrize("question", [yes_no(no_out={}), choice({}, {})], ids=["yes_no", "choice"])
def test_a_question_that_leads_nobody_out_is_refused(question: Any) -> None:
    assert "Nessuna risposta porta fuori" in refused(asked_first(question))


def test_who_is_led_out_must_be_told_why() -> None:
    assert "Scrivi perché" in refused(asked_first(yes_no(no_out={"leads_out": True, "why": ""})))


def test_what_is_asked_first_stands_first_and_once() -> None:
    assert "spostale sopra i passi" in refused(a_step(), asked_first(yes_no()))
    assert refused(asked_first(yes_no()), asked_first(yes_no()))


def test_it_is_frozen_as_the_first_step_and_always_to_be_answered() -> None:
    schema = freeze(value_of(asked_first(yes_no(), choice({}, OUT)), a_step()))

    first = eligibility_step(schema)
    assert first is schema["steps"][0]
    assert first["title"] == "Puoi partecipare?"
    assert [question["required"] for question in first["questions"]] == [True, True]
    no = first["questions"][0]["options"][1]
    assert no["leads_out"] == {"why": WHY, "page": None}
    assert "leads_out" not in first["questions"][0]["options"][0]
    assert eligibility_step(freeze(value_of(a_step()))) is None


def test_an_answer_that_leads_out_is_not_valid_and_cannot_be_sent() -> None:
    schema = freeze(value_of(asked_first(yes_no()), a_step()))
    first = schema["steps"][0]

    assert StepForm(first, posted(adult="no")).errors == {
        "q-adult": [f"Con questa risposta non si può partecipare: {WHY}"]
    }
    assert StepForm(first, posted(adult="yes")).is_valid()
    [out] = ways_out(first, {"adult": "no"})
    assert (out.question, out.answer, out.why) == ("Hai 18 anni?", "No", WHY)
    assert ways_out(first, {"adult": "yes"}) == []
    for answers in ({"adult": "no"}, {}):
        with pytest.raises(IncompleteAnswersError):
            check_answers(schema, answers)
    assert check_answers(schema, {"adult": "yes"}) == {"adult": "yes"}
    assert readable(schema, {"adult": "yes"})[0].rows[0].text == "Sì"
