"""Sensitive words are found whatever their ending, case and accents, and nothing else is."""

import pytest

from portal.editorial.sensitive_words import DEFAULT_WORDS, SensitiveWords


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("religione", "Quali RELIGIONI praticate?"),
        ("disabilità", "Hai una disabilita' riconosciuta?"),
        ("stato di salute", "Descrivi il tuo stato  di\nsalute"),
        ("ISEE", "L’Isee della famiglia"),
        ("numero di carta", "Il numero di carta"),
        ("sindacato", "Iscritto a un sindacato?"),
    ],
)
def test_a_word_is_found_in_its_forms(word: str, text: str) -> None:
    assert SensitiveWords([word]).found_in(text) == [word]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("isee", "Chi siete?"),
        ("etnia", "Iniziative sull’Etna"),
        ("religione", "Correligionari? No: regione"),
        ("numero di carta", "Il numero delle carte"),
        ("", "Qualunque cosa"),
        ("...", "Qualunque cosa..."),
    ],
)
def test_other_words_are_not(word: str, text: str) -> None:
    assert SensitiveWords([word]).found_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Perché vuoi partecipare?",
        "Partita IVA o codice fiscale dell’organizzazione",
        "Credi che la Casa della Comunità debba aprire anche di sera?",
        "In quale comune lavorate e con quali orari?",
    ],
)
def test_plain_questions_hold_none_of_those_we_start_with(text: str) -> None:
    assert SensitiveWords(DEFAULT_WORDS).found_in(text) == []
