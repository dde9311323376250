"""Which words are one to a search, and which must stay two, whatever the dictionary says."""

import pytest

from portal.italian.lemmas import lemma

ONE = """
laboratorio laboratori · ambulatorio ambulatori · consultorio consultori · anziano anziani · anziano anziane
beneficio benefici · comune comuni · città città · casa case · medico medici
infermiera infermieri · ospedale ospedali · servizio servizi · percorso percorsi · partecipante partecipanti
associazione associazioni · candidatura candidature · avviso avvisi · evento eventi · zona zone
volontario volontari · farmacia farmacie · vaccino vaccini · dipendenza dipendenze · cronico cronici
partecipare partecipa · proporre proposto · progetto progetti · obiettivo obiettivi
facilitatore facilitatrici · lavoro lavori · domicilio domicili · giovane giovani · migrante migranti
orario orari · ufficio uffici · psicologo psicologi · lavorata lavorati · pubblica pubbliche
patologia patologie
"""
TWO = """
comunità comune · salute sale · salute saluto · parto parte · porta porto · medico medicina · cura curia
ospite ospedale · sanità sano · sociale socio · regione ragione · sala salire · ferie fare · conto conte
"""


def pairs(text: str) -> list[tuple[str, str]]:
    written = [pair.split() for pair in text.replace("\n", "·").split("·") if pair.strip()]
    return [(one, other) for one, other in written]


@pytest.mark.parametrize(("one", "other"), pairs(ONE))
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert lemma(one) == lemma(other)


@pytest.mark.parametrize(("one", "other"), pairs(TWO))
def test_words_that_only_look_alike_stay_two(one: str, other: str) -> None:
    assert lemma(one) != lemma(other)


def test_the_lists_have_as_many_pairs_as_were_asked_for() -> None:
    assert (len(pairs(ONE)), len(pairs(TWO))) == (40, 14)


@pytest.mark.parametrize("word", ["fse", "valdichiana", "1234", "’"])
def test_a_word_that_no_dictionary_knows_is_its_own_lemma(word: str) -> None:
    assert lemma(word) == word
