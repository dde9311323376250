"""The index of Gulpease is that of the formula, and a few words have none."""

from portal.editorial.readability import gulpease


def test_the_index_is_that_of_the_formula() -> None:
    # 12 words, 48 letters, 2 sentences: 89 + (600 - 480) / 12 = 99.
    assert gulpease("Casa sole mare Roma pane vino. Casa sole mare Roma pane vino.") == 99
    # The same in one sentence: 89 + (300 - 480) / 12 = 74.
    assert gulpease("Casa sole mare Roma pane vino Casa sole mare Roma pane vino") == 74


def test_long_words_in_one_sentence_are_hard() -> None:
    assert gulpease(" ".join(["amministrativamente"] * 12)) == 0


def test_a_few_words_are_not_measured() -> None:
    assert gulpease("Rendicontazione pluriennale dettagliata") is None
    assert gulpease("") is None
