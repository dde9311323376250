"""A condition that cannot hold is named before the form is public, with the place that leads to it."""

from typing import Any

import pytest

from moduli import StepsBlock, broken_conditions, nobody_meets
from tests.moduli.builders import block, item
from tests.moduli.test_conditions import CHOICE, depending, only_if

BOTH = ("citizen", "organisation")
TEXT = block("short_text", "t1", label="Nome")
NESTED = depending("n1", only_if("c1", "o1"))
AROUND = block("one_choice", "c1", label="Tipo", options=[item("APS", NESTED, id_="o1"), item("B", id_="o2")])


def form(*questions: Any, condition: Any = None) -> Any:
    value = {"title": "Passo", "intro": "", "only_if": condition, "questions": list(questions)}
    return StepsBlock().to_python([{"type": "step", "id": "s1", "value": value}])


def renamed(name: str, condition: Any) -> Any:
    return {**CHOICE, "value": {**CHOICE["value"], "label": name, "only_if": condition}}


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (form(depending("q", only_if("c9", "o1"))), "da una domanda che non c’è più"),
        (form(depending("q", only_if("c1", "o1")), CHOICE), "dipende da «Tipo», che ora viene dopo"),
        (form(renamed("Statuto", only_if("c1", "o1"))), "dipende da sé stessa"),
        (form(AROUND), "sta già dentro «Tipo»"),
        (form(TEXT, depending("q", only_if("t1", "o1"))), "dipende da «Nome», che non è una scelta"),
        (form(CHOICE, depending("q", only_if("c1"))), "non è detto con quali risposte"),
        (form(CHOICE, depending("q", only_if("c1", "o1", "o9"))), "una risposta a «Tipo» che non c’è più"),
        (form(depending("q", only_if(kinds=("alien",)))), "un tipo di partecipante che non esiste"),
    ],
)
def test_what_breaks_is_named(steps: Any, said: str) -> None:
    [remark] = broken_conditions(steps, "steps")
    assert remark.sentence.startswith("La domanda «Statuto»")
    assert said in remark.sentence
    assert remark.place.startswith("steps.s1.questions.")
    assert remark.place.endswith(".only_if")


def test_a_step_that_depends_on_what_stands_in_it_is_named() -> None:
    [remark] = broken_conditions(form(CHOICE, condition=only_if("c1", "o1")), "steps")
    assert remark.sentence.startswith("Il passo «Passo» dipende da «Tipo», che ora viene dopo")
    assert remark.place == "steps.s1.only_if"


def test_what_stands_above_breaks_nothing() -> None:
    inside = block("one_choice", "c2", label="Due", options=[item("A", TEXT, id_="o3"), item("B", id_="o4")])
    steps = form(CHOICE, inside, depending("q", only_if("c2", "o3")), depending("p", only_if("c1", "o1")))
    assert [*broken_conditions(steps, "steps"), *nobody_meets(steps, "steps", BOTH)] == []


YES_NO_IN = block("yes_no", "y1", label="Iscritta?")
EXCLUDED = {
    "a kind that the page does not admit": (
        form(depending("q", only_if(kinds=("organisation",)))),
        ["citizen"],
    ),
    "a question for another kind": (
        form(
            renamed("Tipo", only_if(kinds=("organisation",))),
            depending("q", {**only_if("c1", "o1"), "kinds": ["citizen"]}),
        ),
        BOTH,
    ),
    "the other branch of the same choice": (
        form(
            block(
                "one_choice",
                "c1",
                label="Tipo",
                options=[
                    item("APS", YES_NO_IN, id_="o1"),
                    item("Gruppo", depending("q", only_if("y1", "yes")), id_="o2"),
                ],
            )
        ),
        BOTH,
    ),
    "two links of a chain that exclude each other": (
        form(
            CHOICE,
            block("yes_no", "y1", label="Iscritta?", only_if=only_if("c1", "o1")),
            depending(
                "q",
                {"answers": [{"question": "y1", "options": ["yes"]}, {"question": "c1", "options": ["o2"]}]},
            ),
        ),
        BOTH,
    ),
}


@pytest.mark.parametrize("case", EXCLUDED)
def test_what_nobody_would_be_asked_is_named(case: str) -> None:
    steps, admitted = EXCLUDED[case]
    assert list(broken_conditions(steps, "steps")) == []
    [remark] = nobody_meets(steps, "steps", admitted)
    assert remark.sentence.startswith("La domanda «Statuto» non la vedrebbe nessuno")
    assert remark.place.endswith(".only_if")


def test_of_a_choice_of_several_two_branches_may_be_met_at_once() -> None:
    steps = form(
        block(
            "several_choices",
            "c1",
            label="Tipo",
            options=[
                item("A", YES_NO_IN, id_="o1"),
                item("B", depending("q", only_if("y1", "yes")), id_="o2"),
            ],
        )
    )
    assert list(nobody_meets(steps, "steps", BOTH)) == []


def test_an_answer_that_leads_out_opens_nothing() -> None:
    out = {"leads_out": True, "why": "No.", "page": None}
    question = {"type": "yes_no", "id": "y1", "value": {"label": "Maggiorenne?", "no_out": out}}
    steps = StepsBlock().to_python(
        [
            {"type": "eligibility", "id": "e1", "value": {"questions": [question]}},
            {
                "type": "step",
                "id": "s1",
                "value": {"title": "P", "questions": [depending("q", only_if("y1", "no"))]},
            },
        ]
    )
    [remark] = nobody_meets(steps, "steps", BOTH)
    assert "con cui non si può partecipare" in remark.sentence
