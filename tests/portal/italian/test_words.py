"""Words as they are compared, and those that tell no text apart."""

import pytest

from portal.italian.words import FUNCTION_WORDS

ARTICULATED = """
al allo all alla ai agli alle · dal dallo dall dalla dai dagli dalle · del dello dell della dei degli delle
nel nello nell nella nei negli nelle · sul sullo sull sulla sui sugli sulle · col coi
"""


@pytest.mark.parametrize("word", ARTICULATED.replace("·", " ").split())
def test_a_preposition_tells_no_text_apart_whatever_article_it_holds(word: str) -> None:
    assert word in FUNCTION_WORDS
