"""The lines of a page that are shown, with the words marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.finding.excerpts import LONGEST, excerpt, in_html, marked, marking


def test_words_are_marked_as_they_are_written_whole_and_wherever_they_stand() -> None:
    pattern = marking(["laboratorio", "città"])
    html = in_html(marked("Laboratorio in CITTÀ: il laboratorio-città, non il laboratorione", pattern))
    assert html == (
        "<mark>Laboratorio</mark> in <mark>CITTÀ</mark>: il <mark>laboratorio</mark>-<mark>città</mark>, "
        "non il laboratorione"
    )


def test_a_word_is_marked_though_its_accent_was_written_as_a_letter_of_its_own() -> None:
    text = "Nella citta\u0300 nuova"
    assert in_html(marked(text, marking(["città"]))) == "Nella <mark>città</mark> nuova"
    assert in_html(excerpt(text, marking(["città"]))) == "Nella <mark>città</mark> nuova"


def test_the_text_of_a_page_is_never_markup() -> None:
    html = in_html(marked("<script>casa</script>", marking(["casa"])))
    assert html == "&lt;script&gt;<mark>casa</mark>&lt;/script&gt;"


def test_the_excerpt_is_where_most_of_the_words_stand_and_says_that_it_was_cut() -> None:
    text = (
        "Il consultorio apre. " + "parola " * 100 + "Lo sportello del consultorio accoglie. " + "fine " * 100
    )
    html = in_html(excerpt(text, marking(["consultorio", "sportello"])))
    assert "<mark>sportello</mark> del <mark>consultorio</mark> accoglie" in html
    assert html.startswith("… ")
    assert html.endswith(" …")


def test_the_excerpt_stays_within_a_paragraph() -> None:
    html = in_html(excerpt("Prima riga.\nIl consultorio apre.\nTerza riga.", marking(["consultorio"])))
    assert html == "Il <mark>consultorio</mark> apre."


def test_a_text_without_the_words_has_no_excerpt() -> None:
    assert excerpt("Altro.", marking(["consultorio"])) == []
    assert excerpt("Altro.", marking([])) == []


@given(st.text(max_size=2000), st.integers(0, 2000))
def test_no_excerpt_is_long_and_each_holds_the_word(text: str, at: int) -> None:
    whole = f"{text[:at]} consultorio {text[at:]}"
    pieces = excerpt(whole, marking(["consultorio"]))
    assert any(piece.is_marked for piece in pieces)
    assert sum(len(piece.text) for piece in pieces) <= LONGEST + len("…  …")


@pytest.mark.parametrize("word", ["a.b", "c++", "(x"])
def test_signs_in_a_word_are_signs(word: str) -> None:
    assert in_html(marked(f"di {word} fine", marking([word]))) is not None
