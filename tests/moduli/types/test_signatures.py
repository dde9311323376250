"""Signing: the name is typed, a drawing may come with it."""

import pytest

from moduli import StepForm, compare, on_paper, readable
from tests.moduli.builders import answer, ask, error_of, schema_of, step

DRAWN = "0,0 12,30;600,200"


def test_the_name_alone_signs() -> None:
    assert answer(ask("signature"), "  Ada   Lovelace ").answers() == {"a": {"name": "Ada Lovelace"}}


@pytest.mark.parametrize("name", ["אדה", "Ada\u0301 d’Àvila-Ó", "李小龙", "X"])
def test_names_of_every_alphabet_sign(name: str) -> None:
    assert answer(ask("signature"), name).is_valid()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (["", DRAWN], "Scrivi anche il tuo nome: il disegno da solo non dice chi sei."),
        (["123", ""], "Scrivi il tuo nome e cognome."),
        (["…", ""], "Scrivi il tuo nome e cognome."),
        (["x" * 121, ""], "Il nome ha 121 caratteri: il massimo è 120."),
        (["Ada", "601,0"], "Il disegno della firma non si legge: cancellalo e rifallo."),
        (["Ada", "0,201"], "Il disegno della firma non si legge: cancellalo e rifallo."),
        (["Ada", '0,0"/><script>'], "Il disegno della firma non si legge: cancellalo e rifallo."),
        (["Ada", "M0 0L1 1"], "Il disegno della firma non si legge: cancellalo e rifallo."),
        (["Ada", "١,٢"], "Il disegno della firma non si legge: cancellalo e rifallo."),
        (["Ada", ";"], "Il disegno della firma non si legge: cancellalo e rifallo."),
        (["Ada", "1,1 " * 6000 + "1,1"], "Il disegno della firma non si legge: cancellalo e rifallo."),
    ],
)
def test_what_is_no_signature_is_refused_and_kept_as_it_was_sent(sent: list[str], said: str) -> None:
    form = answer(ask("signature"), sent)

    assert form.errors["q-a"] == [said]
    assert form.typed() == {"a": sent}


def test_where_nothing_may_be_drawn_a_drawing_does_not_count() -> None:
    question = ask("signature", may_draw=False)

    assert answer(question, ["Ada", DRAWN]).answers() == {"a": {"name": "Ada"}}
    assert "data-signature" not in str(answer(question)["q-a"])


def test_more_than_a_name_and_a_drawing_is_not_read() -> None:
    assert answer(ask("signature"), ["Ada", DRAWN, "Lea"]).answers() == {"a": {"name": "Ada", "drawn": DRAWN}}


def test_a_drawing_is_read_as_a_path_of_numbers_alone() -> None:
    schema = schema_of(step(ask("signature")))
    [drawn] = readable(schema, {"a": {"name": "Ada", "drawn": DRAWN}})[0].rows
    [hostile] = readable(schema, {"a": {"name": "Ada", "drawn": '"/><script>'}})[0].rows

    assert drawn.drawing == "M0 0 12 30l0 0M600 200l0 0"
    assert (hostile.drawing, hostile.values) == ("", ["Ada"])


def test_another_drawing_under_the_same_name_is_a_change() -> None:
    schema = schema_of(step(ask("signature")))
    before = readable(schema, {"a": {"name": "Ada", "drawn": "1,1"}})
    after = readable(schema, {"a": {"name": "Ada", "drawn": "2,2"}})

    assert compare(before, before) == []
    assert len(compare(before, after)) == 1


def test_what_was_drawn_is_in_the_page_that_is_shown_again() -> None:
    form = StepForm(step(ask("signature")), answers={"a": {"name": "Ada <b>", "drawn": DRAWN}})
    html = str(form["q-a"])

    assert 'value="Ada &lt;b&gt;"' in html
    assert f'value="{DRAWN}"' in html


def test_on_paper_there_is_a_line_to_sign_on() -> None:
    [question] = on_paper(schema_of(step(ask("signature"))))[0].questions

    assert question.room.how == "Firma leggibile, per esteso."


def test_it_says_that_it_is_no_digital_signature() -> None:
    assert "non è una firma digitale" in str(answer(ask("signature")).fields["q-a"].help_text)
    assert error_of(ask("signature"), "") == "Scrivi il tuo nome e cognome."
