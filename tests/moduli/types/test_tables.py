"""Rows that whoever answers adds: as a browser sends them, checked cell by cell, read row by row."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from moduli import Question, StepForm, changes, check_answers, compare, on_paper, readable, taken_over
from moduli.check import as_data
from moduli.types.registry import type_named
from tests.moduli.builders import ask, block, frozen, option, schema_of, step

NAME, COST = ask("short_text", "n", label="Nome"), ask("money", "s", required=False, label="Spesa")


def table(**more: Any) -> Question:
    return ask("table", **{"columns": [NAME, COST], "row_name": "Partner", **more})


def sent(
    *rows: dict[str, str], rows_button: str = "", numbers: list[str] | None = None
) -> MultiValueDict[str, Any]:
    """What a browser sends of these rows."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for number, row in enumerate(rows):
        data.appendlist("q-a", str(number))
        for key, cell in row.items():
            data[f"q-a-{number}-{key}"] = cell
    if numbers is not None:
        data.setlist("q-a", numbers)
    if rows_button:
        data["rows"] = rows_button
    return data


def form_of(data: MultiValueDict[str, Any], **more: Any) -> StepForm:
    return StepForm(step(table(**more)), data)


def test_rows_are_kept_as_a_list_of_objects() -> None:
    form = form_of(sent({"n": " Ada ", "s": "1.500"}, {"n": "Lea"}))

    assert form.errors == {}
    assert form.answers() == form.typed() == {"a": [{"n": "Ada", "s": "1500.00"}, {"n": "Lea"}]}
    assert check_answers(schema_of(step(table())), form.typed()) == form.answers()


def test_an_empty_row_is_none_wherever_it_stands() -> None:
    form = form_of(sent({"n": "", "s": " "}, {"n": "Ada", "s": ""}, {}))

    assert form.answers() == {"a": [{"n": "Ada"}]}


def test_a_row_that_was_not_named_is_not_read_and_one_named_twice_counts_once() -> None:
    rows = [{"n": "Ada"}, {"n": "Lea"}]

    assert form_of(sent(*rows, numbers=["1", "1", "x", "-1", "0001"])).answers() == {"a": [{"n": "Lea"}]}


def test_what_is_wrong_is_named_by_row_and_column_and_leads_to_its_control() -> None:
    form = form_of(sent({"n": "Ada", "s": "molto"}, {"s": "5"}))

    assert form.errors["q-a"] == [
        "Partner 1, Spesa: Scrivi un importo in euro, per esempio 1500 oppure 1.500,50.",
        "Partner 2, Nome: Rispondi a «Nome».",
    ]
    targets = [target for target, _label, _message in form.error_lines()]
    assert targets == ["q-a-0-s", "q-a-1-n"]
    page = BeautifulSoup(drawn(form), "html.parser")
    for target in targets:
        control: Any = page.find(id=target)
        said: Any = page.find(id=control["aria-describedby"].split()[-1])
        assert control["aria-invalid"] == "true"
        assert said.text.strip() != ""


def test_the_own_words_of_the_editor_come_first_and_every_cell_keeps_its_link() -> None:
    form = form_of(sent({"n": "Ada", "s": "molto"}, {"s": "5"}), error="Rivedi i partner.")

    assert [str(message).startswith("Rivedi i partner.") for message in form.errors["q-a"]] == [True, False]
    assert [target for target, _label, _message in form.error_lines()] == ["q-a-0-s", "q-a-1-n"]


def test_a_choice_in_a_row_leads_to_its_first_button() -> None:
    choice = ask("one_choice", "c", label="Ruolo", options=[option("x"), option("y")])
    form = form_of(sent({"n": "Ada"}), columns=[NAME, choice])

    assert [target for target, _label, _message in form.error_lines()] == ["q-a-0-c_0"]
    assert BeautifulSoup(drawn(form), "html.parser").find(id="q-a-0-c_0") is not None


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Servono almeno 2 righe: qui ce ne sono 1."),
        (2, ""),
        (3, ""),
        (4, "Si possono compilare al massimo 3 righe: qui ce ne sono 4."),
    ],
)
def test_there_are_as_many_rows_as_the_editor_allows(count: int, said: str) -> None:
    form = form_of(sent(*[{"n": "Ada"}] * count), min_rows=2, max_rows=3)

    assert " ".join(str(message) for message in form.errors.get("q-a", [])) == said
    assert len(form.typed()["a"]) == count


def test_an_optional_table_may_stay_empty_even_where_it_wants_two_rows() -> None:
    assert form_of(sent({}), required=False, min_rows=2).answers() == {}


def test_half_a_row_is_kept_and_shown_as_it_was_typed() -> None:
    form = form_of(sent({"n": "<Ada>", "s": "molto"}))
    again = StepForm(step(table()), as_data(step(table()), form.typed()))

    assert again.typed() == form.typed() == {"a": [{"n": "<Ada>", "s": "molto"}]}
    assert 'value="&lt;Ada&gt;"' in drawn(again)
    assert 'value="molto"' in drawn(StepForm(step(table()), answers=form.typed()))


def test_the_button_of_a_row_takes_that_row_away_and_no_other() -> None:
    rows = [{"n": "Ada"}, {"n": "Lea"}, {"n": "Eva"}]

    assert form_of(sent(*rows, rows_button="drop:q-a:1")).answers() == {"a": [{"n": "Ada"}, {"n": "Eva"}]}
    assert len(form_of(sent(*rows, rows_button="drop:q-b:1")).answers()["a"]) == 3
    assert len(form_of(sent(*rows, rows_button="drop:q-a:9")).answers()["a"]) == 3


def test_an_empty_row_is_drawn_to_begin_with_and_one_more_where_it_was_asked_for() -> None:
    empty, filled = StepForm(step(table())), StepForm(step(table()), answers={"a": [{"n": "Ada"}]})
    more = StepForm(step(table()), answers={"a": [{"n": "Ada"}]})
    more.open_row("a")
    full = StepForm(step(table(max_rows=1)), answers={"a": [{"n": "Ada"}]})
    full.open_row("a")
    fewest = StepForm(step(table(min_rows=3)))

    assert [len(rows_in(form)) for form in (empty, filled, more, full, fewest)] == [1, 1, 2, 1, 3]
    assert add_button(full).has_attr("hidden")
    assert not add_button(more).has_attr("hidden")


def test_no_row_complains_before_it_is_sent() -> None:
    assert "form-field-invalid" not in drawn(StepForm(step(table()), answers={"a": [{"s": "molto"}]}))


def test_every_control_of_a_row_is_named_and_each_row_is_a_group() -> None:
    page = BeautifulSoup(drawn(StepForm(step(table(min_rows=2)))), "html.parser")

    rows: Any = page.select("fieldset.table-row")
    legends = [row.legend.get_text(" ", strip=True) for row in rows]
    assert legends[:2] == ["Partner 1", "Partner 2"]
    for control in page.select("input[type=text]"):
        assert page.find("label", attrs={"for": control["id"]}) is not None
    identifiers = [tag["id"] for tag in page.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))


def test_rows_read_one_by_one() -> None:
    [row] = readable(schema_of(step(table())), {"a": [{"n": "Ada", "s": "1.50"}, {"n": "Lea"}]})[0].rows

    assert row.values == ["Partner 1: Nome: Ada; Spesa: 1,50 €", "Partner 2: Nome: Lea"]


def test_a_row_that_changed_is_told_apart() -> None:
    schema = schema_of(step(table()))
    before, after = readable(schema, {"a": [{"n": "Ada"}]}), readable(schema, {"a": [{"n": "Lea"}]})

    [changed] = compare(before, after)
    assert [(one.before.text, one.after.text) for one in changed.differences if one.before and one.after] == [
        ("Partner 1: Nome: Ada", "Partner 1: Nome: Lea")
    ]


def test_another_column_is_told_as_another_rule() -> None:
    old, new = schema_of(step(table())), schema_of(step(table(columns=[NAME])))

    [change] = changes(old, new)
    assert (change.what, change.before, change.after) == (
        "rules",
        "Fino a 20 righe. Colonne: Nome (Testo breve), Spesa (Importo in euro, facoltativa).",
        "Fino a 20 righe. Colonne: Nome (Testo breve).",
    )


def test_cells_of_a_column_that_is_gone_are_left_out() -> None:
    kept = {"a": [{"n": "Ada", "s": "1.50"}]}
    without = step(table(columns=[NAME]))

    assert StepForm(without, as_data(without, kept)).answers() == {"a": [{"n": "Ada"}]}


def test_rows_are_taken_over_column_by_column() -> None:
    name = ask("short_text", "x", label="nome")
    new = schema_of(step(ask("table", "z", columns=[name], label="Domanda a")))

    assert taken_over(schema_of(step(table())), {"a": [{"n": "Ada", "s": "1.50"}, {"s": "2.00"}]}, new) == {
        "z": [{"x": "Ada"}]
    }


def test_on_paper_there_is_room_for_rows_with_the_names_of_the_columns() -> None:
    [question] = on_paper(schema_of(step(table(min_rows=4))))[0].questions

    assert (question.room.lines, question.room.how) == (
        4,
        "Una riga per ciascuno, e in ogni riga: Nome; Spesa.",
    )


@pytest.mark.parametrize("hostile", ["x", ["1"], [None], [["n"]], {"n": "Ada"}, 7])
def test_what_no_table_kept_is_read_and_shown_without_an_error(hostile: Any) -> None:
    kind = type_named("table")

    assert isinstance(kind.words(table(), hostile), list)
    assert kind.show(table(), hostile) == []


def test_more_rows_than_any_table_has_are_not_read() -> None:
    form = form_of(sent(*[{"n": "Ada"}] * 300))

    assert len(form.typed()["a"]) == 200
    assert form.errors["q-a"] == ["Si possono compilare al massimo 20 righe: qui ce ne sono 200."]


def test_overlong_cells_are_refused_with_their_row() -> None:
    [said] = form_of(sent({"n": "x" * 300})).errors["q-a"]
    assert said == "Partner 1, Nome: Il testo ha 300 caratteri: il massimo è 255."


def test_an_editor_leaves_a_table_half_made() -> None:
    [question] = frozen(block("table", "k1", label="Partner", columns=[{"type": "item", "value": {}}]))

    columns: Any = dict(question)["columns"]
    assert [(one["label"], one["type"]) for one in columns] == [("(colonna senza nome)", "short_text")]
    assert drawn(StepForm(step(question)))


def drawn(form: StepForm) -> str:
    return render_to_string("moduli/questions.html", {"nodes": form.nodes()})


def rows_in(form: StepForm) -> list[Any]:
    return BeautifulSoup(drawn(form), "html.parser").select("fieldset > fieldset.table-row")


def add_button(form: StepForm) -> Any:
    return BeautifulSoup(drawn(form), "html.parser").select_one('button[value="add:q-a"]')
