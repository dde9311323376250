"""What a form asks, told before anybody begins."""

from typing import Any

from moduli import Schema, needed_files, seconds_to_fill_in
from moduli.types.registry import type_of
from tests.moduli.builders import ask, block, frozen, item, schema_of, step


def form(*steps: list[dict[str, Any]]) -> Schema:
    """A frozen form whose steps hold these questions."""
    return schema_of(*(step(*frozen(*questions), key=f"s{n}") for n, questions in enumerate(steps)))


def test_documents_are_told_in_order_with_what_they_depend_on() -> None:
    nested = block("file", "act", label="Statuto", required=True, kinds=["pdf"], max_megabytes=2, max_files=1)
    choice = block(
        "one_choice",
        "kind",
        label="Che cosa siete?",
        options=[item("Associazione", nested, id_="a"), item("Gruppo", id_="b")],
    )
    last = block("file", "more", label="Altro", required=False, kinds=["pdf"], max_megabytes=1, max_files=3)
    schema = form([choice], [block("short_text", "name", label="Nome"), last])

    first, second = needed_files(schema)

    assert (first.label, first.is_required, first.depends) == ("Statuto", True, True)
    assert (second.label, second.is_required, second.depends) == ("Altro", False, False)
    assert "PDF" in first.hint
    assert "2" in first.hint
    assert "3 file" in second.hint


def test_a_document_that_several_options_ask_for_is_told_once() -> None:
    def statute(key: str, *, required: bool) -> dict[str, Any]:
        limits = {"kinds": ["pdf"], "max_megabytes": 2, "max_files": 1}
        return block("file", key, label="Statuto", required=required, **limits)

    options = [
        item("Associazione", statute("a", required=False), id_="x"),
        item("Cooperativa", statute("b", required=True), id_="y"),
    ]
    choice = block("one_choice", "kind", label="Che cosa siete?", options=options)

    (once,) = needed_files(form([choice]))
    assert (once.label, once.is_required, once.depends) == ("Statuto", True, True)

    (always,) = needed_files(form([choice], [statute("c", required=True)]))
    assert not always.depends


def test_a_form_without_documents_needs_none() -> None:
    assert needed_files(form([block("short_text", "name", label="Nome")])) == []


def test_of_what_options_open_the_average_counts() -> None:
    text = block("long_text", "why", label="Perché?")
    options = [item("Uno", text, id_="a"), item("Due", id_="b"), item("Tre", text, id_="c")]
    choice = block("one_choice", "kind", label="Quale?", options=options)

    long_text, one_choice = (type_of(ask(kind)).seconds for kind in ("long_text", "one_choice"))

    assert seconds_to_fill_in(form([text, text])) == 2 * long_text
    assert seconds_to_fill_in(form([text], [text])) == 2 * long_text
    assert seconds_to_fill_in(form([choice])) == one_choice + 2 * long_text / 3
