"""Options put in order."""

from typing import Any, cast

import pytest

from moduli import StepForm, StepsBlock, changes, on_paper, taken_over
from moduli.check import as_data
from moduli.types.registry import type_named
from portal.forms.public import PublicBoundField
from tests.moduli.builders import answer, ask, error_of, option, schema_of, step

OPTIONS = [option("a"), option("b"), option("c")]


def ranking(**more: Any) -> Any:
    return ask("ranking", **{"options": OPTIONS, **more})


def test_places_make_the_order() -> None:
    assert answer(ranking(), ["3:a", "1:b", "2:c"]).answers() == {"a": ["b", "c", "a"]}


def test_only_the_first_places_may_be_asked_for() -> None:
    question = ranking(places=2)

    assert answer(question, ["", "2:b", "1:c"]).answers() == {"a": ["c", "b"]}
    assert error_of(question, ["1:b"]) == "Scegli anche che cosa va al posto 2°."
    assert error_of(question, ["1:b", "2:c", "3:a"]).startswith("Scegli un posto tra quelli proposti")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (["1:a", "2:b"], "Manca il posto di: «Opzione c»."),
        (["1:a"], "Manca il posto di: «Opzione b» e «Opzione c»."),
        (
            ["1:a", "1:b", "2:c"],
            "Allo stesso posto, il 1°, ci sono «Opzione a» e «Opzione b»: dai a ciascuna un posto diverso.",
        ),
        (["1:a", "2:a", "3:b"], "La stessa voce sta in due posti: dalle un posto solo."),
        (["1:a", "2:b", "3:x"], "Scegli un posto tra quelli proposti, per le voci proposte."),
        (["4:a", "2:b", "3:c"], "Scegli un posto tra quelli proposti, per le voci proposte."),
        (["a", "b", "c"], "Rispondi a «Domanda a»: metti in ordine le voci."),
        ("1:a", "Manca il posto di: «Opzione b» e «Opzione c»."),
        (["1:שלום", "2:a"], "Scegli un posto tra quelli proposti, per le voci proposte."),
        (["١:a", "0:a", "1:", "99999:a", "1"], "Rispondi a «Domanda a»: metti in ordine le voci."),
    ],
)
def test_what_is_no_order_is_refused_with_what_is_missing(sent: Any, said: str) -> None:
    form = answer(ranking(), sent)
    assert form.errors["q-a"] == [said]


def test_half_an_order_is_kept_shown_and_read_as_it_was_chosen() -> None:
    form = answer(ranking(), ["2:c", "1:a"])
    kept = form.typed()
    again = StepForm(step(ranking()), as_data(step(ranking()), kept))

    assert kept == {"a": ["2:c", "1:a"]}
    assert type_named("ranking").words(ranking(), kept["a"]) == ["1° Opzione a", "2° Opzione c"]
    assert again.typed() == kept
    html = str(again["q-a"])
    assert html.count(" selected") == 2
    assert '<option value="2:c" selected>' in html


def test_an_option_that_is_gone_leaves_no_gap() -> None:
    without_b = ranking(options=[option("a"), option("c")])
    kept = {"a": ["b", "c", "a"]}

    assert StepForm(step(without_b), as_data(step(without_b), kept)).answers() == {"a": ["c", "a"]}


def test_an_order_is_taken_over_in_its_order() -> None:
    new = [option("x"), option("y"), option("z")]
    for one, label in zip(new, ("Opzione c", "Opzione a", "Opzione b"), strict=True):
        one["label"] = label
    old = schema_of(step(ranking()))

    assert taken_over(old, {"a": ["b", "c", "a"]}, schema_of(step(ranking(options=new)))) == {
        "a": ["z", "x", "y"]
    }


def test_another_number_of_places_is_told_of() -> None:
    old, new = schema_of(step(ranking())), schema_of(step(ranking(places=1)))

    assert [change.what for change in changes(old, new)] == ["rules"]


def test_on_paper_there_is_a_box_for_each_place() -> None:
    [question] = on_paper(schema_of(step(ranking())))[0].questions

    assert [one.label for one in question.options] == ["Opzione a", "Opzione b", "Opzione c"]
    assert question.room.how == "Scrivi nella casella il posto di ciascuna: 1, 2, 3…"


def test_each_list_of_places_has_the_label_of_its_option() -> None:
    form = answer(ranking())
    html = form["q-a"].as_field_group()

    assert '<label for="q-a_0">Opzione a</label>' in html
    assert cast(PublicBoundField, form["q-a"]).focus_id == "q-a_0"
    assert "(obbligatorio)" in html


def test_options_of_a_ranking_open_nothing() -> None:
    questions = StepsBlock().child_blocks["step"].child_blocks["questions"]
    assert list(questions.child_blocks["ranking"].child_blocks["options"].child_block.child_blocks) == [
        "label"
    ]
