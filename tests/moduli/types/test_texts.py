"""Short and long texts."""

import pytest
from django.template.loader import render_to_string

from tests.moduli.builders import answer, ask, error_of


@pytest.mark.parametrize("type_", ["short_text", "long_text"])
def test_a_text_longer_than_allowed_tells_both_lengths(type_: str) -> None:
    question = ask(type_, max_length=5)
    assert error_of(question, "troppo") == "Il testo ha 6 caratteri: il massimo è 5."
    assert error_of(question, "tanto") == ""


@pytest.mark.parametrize("type_", ["short_text", "long_text"])
def test_no_browser_cuts_a_pasted_text_without_a_word(type_: str) -> None:
    assert "maxlength" not in str(answer(ask(type_, max_length=5))["q-a"])


def test_a_line_end_counts_as_the_one_character_the_person_typed() -> None:
    assert error_of(ask("long_text", max_length=3), "a\r\nb") == ""


def test_a_long_text_says_its_limit_before_anybody_reaches_it_and_asks_for_no_health_data() -> None:
    field = answer(ask("long_text", max_length=900)).fields["q-a"]
    assert "900 caratteri" in field.help_text
    assert "salute" in field.help_text


def test_a_long_text_has_room_for_several_lines() -> None:
    assert 'rows="8"' in str(answer(ask("long_text"))["q-a"])
    assert "<textarea" in str(answer(ask("long_text"))["q-a"])
    assert "<textarea" not in str(answer(ask("short_text"))["q-a"])


def test_a_text_cannot_turn_around_what_follows_it() -> None:
    question = ask("short_text", max_length=50)
    assert answer(question, "\u202eoiraM\u202c \u2066x\u2069").answers() == {"a": "oiraM x"}
    # Marks that only say how a neighbour is read, and joined pictures, are part of what people type.
    assert answer(question, "\u200fعربي 👩🏽\u200d🚀").answers() == {"a": "\u200fعربي 👩🏽\u200d🚀"}


def test_a_postal_address_has_an_end() -> None:
    assert error_of(ask("address"), "a" * 301)
    assert error_of(ask("address"), "a" * 300) == ""


@pytest.mark.parametrize("type_", ["short_text", "long_text"])
def test_a_missing_answer_is_told_by_its_question_cut_after_a_word_where_it_is_long(type_: str) -> None:
    assert error_of(ask(type_, label="Chi siete?"), "") == "Rispondi a «Chi siete?»."
    long = "Quali esperienze avete già fatto su temi vicini alla salute delle persone anziane?"
    cut = "Quali esperienze avete già fatto su temi vicini alla salute delle…"
    assert error_of(ask(type_, label=long), "") == f"Rispondi a «{cut}»."
    assert error_of(ask(type_, label="a" * 200), "") == f"Rispondi a «{'a' * 69}…»."


def test_a_question_whose_label_is_markup_is_told_by_it_as_text_and_once() -> None:
    """Also with what Python would take for a place to fill in."""
    form = answer(ask("short_text", label="<b>Quanto</b> %(question)s al 5%?"), "")
    assert not form.is_valid()
    told = render_to_string("includes/error_summary.html", {"form": form})

    assert "Rispondi a «&lt;b&gt;Quanto&lt;/b&gt; %(question)s al 5%?»." in told
    assert told.count("Quanto") == 1
