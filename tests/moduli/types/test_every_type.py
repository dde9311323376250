"""What every type of question does: one without a line in these tables is not finished."""

import json
from typing import Any

import pytest
from django.template.loader import get_template
from hypothesis import given
from hypothesis import strategies as st

from moduli import StepForm, readable
from moduli.check import as_data
from moduli.types.registry import question_types, type_named
from tests.moduli.builders import answer, ask, error_of, frozen, option, schema_of, step

BUILT_IN = [kind.key for kind in question_types() if type(kind).__module__.startswith("moduli.")]
CHOICES: dict[str, Any] = {"options": [option("one"), option("two"), option("three")]}
YES_NO: dict[str, Any] = {
    "options": [
        {"key": "yes", "label": "Sì", "questions": []},
        {"key": "no", "label": "No", "questions": []},
    ]
}
DEGREES: dict[str, Any] = {
    "options": [
        {"key": "1", "label": "1 (per niente)", "questions": []},
        *({"key": str(number), "label": str(number), "questions": []} for number in range(2, 10)),
        {"key": "10", "label": "10 (moltissimo)", "questions": []},
    ]
}
CONSENT: dict[str, Any] = {
    "options": [
        {"key": "yes", "label": "Sì, acconsento", "questions": []},
        {"key": "no", "label": "No, non acconsento", "questions": []},
    ]
}


def item(id_: str, **value: Any) -> dict[str, Any]:
    """A column as the editor stores it."""
    return {"type": "item", "id": id_, "value": value}


COLUMNS: dict[str, Any] = {
    "columns": [ask("short_text", "c1", label="Nome"), ask("money", "c2", label="Spesa")]
}
OPTIONS: dict[str, dict[str, Any]] = {
    "table": COLUMNS,
    "one_choice": CHOICES,
    "several_choices": CHOICES,
    "yes_no": YES_NO,
    "ranking": CHOICES,
    "scale": DEGREES,
    "publication_consent": CONSENT,
}

# What an editor wrote, and what is frozen of it beside what all questions have.
FROZEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "short_text": ({"max_length": 20}, {"max_length": 20}),
    "long_text": ({"max_length": 900}, {"max_length": 900}),
    "number": (
        {"minimum": "1.5", "maximum": "99", "whole": True, "unit": " anni "},
        {"minimum": "1.5", "maximum": "99", "whole": True, "unit": "anni"},
    ),
    "date": (
        {"earliest": "2026-01-02", "latest": "2026-12-31", "minimum_age": 16},
        {"earliest": "2026-01-02", "latest": "2026-12-31", "minimum_age": 16},
    ),
    "one_choice": ({}, {"options": []}),
    "several_choices": ({"max_choices": 2}, {"options": [], "max_choices": 2}),
    "yes_no": ({}, YES_NO),
    "email": ({}, {}),
    "pec": ({}, {}),
    "phone": ({}, {}),
    "tax_code": ({"holder": "person"}, {"holder": "person"}),
    "vat_number": ({}, {}),
    "iban": ({}, {}),
    "address": ({}, {}),
    "file": (
        {"kinds": ["image", "pdf"], "max_megabytes": 2, "max_files": 3},
        {"extensions": ["jpg", "jpeg", "png", "pdf"], "max_bytes": 2 * 1024 * 1024, "max_files": 3},
    ),
    "money": ({"minimum": "0.50", "maximum": "1500"}, {"minimum": "0.50", "maximum": "1500"}),
    "web_address": ({}, {}),
    "ranking": ({"places": 2}, {"options": [], "places": 2}),
    "scale": ({"degrees": "10", "lowest": " per niente ", "highest": "moltissimo"}, DEGREES),
    "publication_consent": (
        {"published": " Il nome, sul sito. "},
        {"published": "Il nome, sul sito.", **CONSENT},
    ),
    "table": (
        {
            "row_name": " Partner ",
            "columns": [
                {
                    "type": "item",
                    "id": "c1",
                    "value": {"label": " Nome ", "kind": "short_text", "required": True},
                },
                {
                    "type": "item",
                    "id": "c2",
                    "value": {
                        "label": "Ruolo",
                        "kind": "one_choice",
                        "options": " Capofila \n\nPartner\nCapofila",
                    },
                },
            ],
            "min_rows": 2,
            "max_rows": 5,
        },
        {
            "row_name": "Partner",
            "columns": [
                ask("short_text", "c1", label="Nome"),
                ask(
                    "one_choice",
                    "c2",
                    label="Ruolo",
                    options=[
                        {"key": "Capofila", "label": "Capofila", "questions": []},
                        {"key": "Partner", "label": "Partner", "questions": []},
                    ],
                ),
            ],
            "min_rows": 2,
            "max_rows": 5,
        },
    ),
    "signature": ({"may_draw": True}, {"may_draw": True}),
    "declaration": ({}, {}),
    "text_only": ({"text": " Leggere. "}, {"text": "Leggere."}),
}
# What is frozen of a question that nobody has filled in yet. Where a limit is missing, the usual one counts.
UNFINISHED: dict[str, dict[str, Any]] = {
    "short_text": {"max_length": 255},
    "long_text": {"max_length": 2000},
    "number": {"minimum": None, "maximum": None, "whole": False, "unit": ""},
    "date": {"earliest": None, "latest": None, "minimum_age": None},
    "one_choice": {"options": []},
    "several_choices": {"options": [], "max_choices": None},
    "yes_no": YES_NO,
    "tax_code": {"holder": "either"},
    "file": {"extensions": ["pdf", "p7m"], "max_bytes": 10 * 1024 * 1024, "max_files": 1},
    "money": {"minimum": None, "maximum": None},
    "ranking": {"options": [], "places": None},
    "scale": {
        "options": [{"key": str(n), "label": str(n), "questions": []} for n in range(1, 6)],
    },
    "publication_consent": {"published": "", **CONSENT},
    "table": {"row_name": "Riga", "min_rows": 0, "max_rows": 20},
    "signature": {"may_draw": False},
    "text_only": {"text": ""},
}
# What is typed, what is kept of it, how it reads.
ANSWERED: dict[str, tuple[Any, Any, list[str]]] = {
    "short_text": ("Ada", "Ada", ["Ada"]),
    "long_text": ("Due\r\nrighe", "Due\nrighe", ["Due\nrighe"]),
    "number": ("1.500,50", "1500.50", ["1.500,5"]),
    "date": ("01/03/2026", "2026-03-01", ["1 marzo 2026"]),
    "one_choice": ("two", "two", ["Opzione two"]),
    "several_choices": (["three", "one"], ["one", "three"], ["Opzione one", "Opzione three"]),
    "yes_no": ("yes", "yes", ["Sì"]),
    "email": ("ada@esempio.it", "ada@esempio.it", ["ada@esempio.it"]),
    "pec": ("ada@pec.esempio.it", "ada@pec.esempio.it", ["ada@pec.esempio.it"]),
    "phone": ("055 2345678", "+390552345678", ["+39 055 234 5678"]),
    "tax_code": ("rss mra 80a01 h501u", "RSSMRA80A01H501U", ["RSSMRA80A01H501U"]),
    "vat_number": ("IT 07643520567", "07643520567", ["07643520567"]),
    "iban": (
        "it60 x054 2811 1010 0000 0123 456",
        "IT60X0542811101000000123456",
        ["IT60 X054 2811 1010 0000 0123 456"],
    ),
    "address": ("Via Roma 1\r\nVinci", "Via Roma 1\nVinci", ["Via Roma 1\nVinci"]),
    "money": ("€ 1.500,5", "1500.50", ["1.500,50 €"]),
    "web_address": ("www.Esempio.it/à", "https://www.Esempio.it/à", ["https://www.Esempio.it/à"]),
    "ranking": (
        ["2:one", "1:three", "3:two"],
        ["three", "one", "two"],
        ["1° Opzione three", "2° Opzione one", "3° Opzione two"],
    ),
    "scale": ("10", "10", ["10 (moltissimo) su 10"]),
    "publication_consent": ("no", "no", ["No, non acconsento"]),
    # As a draft shows it again; a browser sends it cell by cell (`test_tables.py`).
    "table": (
        [{"c1": "Ada", "c2": "1.500"}, {"c1": "Lea", "c2": "0"}],
        [{"c1": "Ada", "c2": "1500.00"}, {"c1": "Lea", "c2": "0.00"}],
        ["Riga 1: Nome: Ada; Spesa: 1.500,00 €", "Riga 2: Nome: Lea; Spesa: 0,00 €"],
    ),
    "signature": (
        ["Ada  Lovelace", "1,2 30,40;5,6"],
        {"name": "Ada Lovelace", "drawn": "1,2 30,40;5,6"},
        ["Ada Lovelace (con una firma disegnata)"],
    ),
    "declaration": ("on", True, ["Dichiarazione resa"]),
}
# What the rules say before anybody gets them wrong.
HINTS: list[tuple[str, dict[str, Any], str]] = [
    ("short_text", {}, ""),
    ("long_text", {}, "Al massimo 2000 caratteri. Non scrivere dati sulla salute, tua o di altri."),
    ("number", {}, ""),
    ("number", {"unit": "anni"}, "Unità di misura: anni."),
    ("number", {"minimum": "0"}, "Almeno 0."),
    ("number", {"maximum": "1500.5", "unit": "euro"}, "Al massimo 1.500,5 euro."),
    ("number", {"minimum": "1", "maximum": "3"}, "Da 1 a 3."),
    ("date", {}, ""),
    ("date", {"earliest": "2026-03-01"}, "Prima data ammessa: 1 marzo 2026."),
    ("date", {"latest": "2026-03-31"}, "Ultima data ammessa: 31 marzo 2026."),
    ("date", {"minimum_age": 18}, "Occorre avere compiuto 18 anni."),
    ("date", {"minimum_age": 0}, ""),
    ("one_choice", CHOICES, ""),
    ("several_choices", CHOICES, ""),
    ("several_choices", {**CHOICES, "max_choices": 2}, "Al massimo 2 risposte."),
    ("yes_no", YES_NO, ""),
    ("email", {}, ""),
    ("pec", {}, "L’indirizzo di posta elettronica certificata, per esempio nome@pec.esempio.it."),
    ("phone", {}, ""),
    ("tax_code", {}, "16 caratteri, oppure 11 cifre se è di un ente."),
    ("tax_code", {"holder": "person"}, "16 caratteri."),
    ("tax_code", {"holder": "organisation"}, "11 cifre."),
    ("vat_number", {}, "11 cifre."),
    ("iban", {}, "Se il conto è in Italia ha 27 caratteri e comincia con IT; gli spazi non contano."),
    ("address", {}, "Via o piazza, numero civico, CAP, comune e provincia."),
    ("file", {}, "Un file di tipo PDF, P7M, al massimo 1 MB."),
    ("file", {"max_files": 3}, "Fino a 3 file di tipo PDF, P7M, al massimo 1 MB ciascuno."),
    ("money", {}, "In euro."),
    ("money", {"minimum": "0.5"}, "In euro, almeno 0,50 €."),
    ("money", {"maximum": "15000"}, "In euro, al massimo 15.000,00 €."),
    ("money", {"minimum": "1", "maximum": "2"}, "In euro, da 1,00 € a 2,00 €."),
    ("web_address", {}, "Per esempio www.esempio.it."),
    ("ranking", CHOICES, "Dai un posto a ogni voce: 1° è la più importante."),
    ("ranking", {**CHOICES, "places": 2}, "Dai un posto a 2 voci: 1° è la più importante."),
    ("scale", DEGREES, ""),
    (
        "publication_consent",
        CONSENT,
        "Il nome, sul sito. Puoi rispondere no: partecipi lo stesso, e puoi cambiare idea anche dopo, "
        "scrivendo all’ufficio.",
    ),
    ("table", COLUMNS, "Fino a 20 righe."),
    ("table", {**COLUMNS, "min_rows": 2, "max_rows": 5}, "Da 2 a 5 righe."),
    ("table", {**COLUMNS, "min_rows": 3, "max_rows": 3}, "Righe da compilare: 3."),
    (
        "signature",
        {},
        "Scrivi nome e cognome di chi firma. Il nome scritto non è una firma digitale: se serve anche "
        "quella, l’avviso lo dice (articolo 65 del Codice dell’amministrazione digitale).",
    ),
    ("declaration", {}, ""),
]
ASKED = sorted({type_ for type_, _more, _hint in HINTS})
# Kept in a text control; blank means that nothing was typed.
TYPED_TYPES = [
    "short_text",
    "long_text",
    "number",
    "date",
    "email",
    "pec",
    "phone",
    "tax_code",
    "vat_number",
    "iban",
    "address",
    "money",
    "web_address",
    "signature",
]


def test_no_type_is_missing_in_these_tables() -> None:
    assert sorted(FROZEN) == sorted(BUILT_IN)
    assert sorted([*ANSWERED, "file", "text_only"]) == sorted(BUILT_IN)
    assert sorted([*ASKED, "text_only"]) == sorted(BUILT_IN)


@pytest.mark.parametrize("type_", BUILT_IN)
def test_a_finished_question_is_frozen_as_plain_data(type_: str) -> None:
    written, more = FROZEN[type_]
    value = {"label": " Che cosa? ", "help": " Aiuto. ", "required": False, **written}
    [question] = frozen({"type": type_, "id": "k1", "value": value})
    assert question == {
        "key": "k1",
        "type": type_,
        "label": "Che cosa?",
        "help": "" if type_ == "text_only" else "Aiuto.",
        # A declaration that may be left out would declare nothing.
        "required": type_ == "declaration",
        **more,
    }
    assert json.loads(json.dumps(question)) == question


@pytest.mark.parametrize("type_", BUILT_IN)
@pytest.mark.parametrize("blank", [{}, {"label": None, "help": None, "required": None}])
def test_a_question_nobody_filled_in_yet_is_frozen_drawn_and_read(type_: str, blank: Any) -> None:
    # A list is never nothing, at the least it is empty.
    entries = FROZEN[type_][0].items() if blank else ()
    nothing: dict[str, Any] = {entry: [] if isinstance(value, list) else None for entry, value in entries}
    [question] = frozen({"type": type_, "id": "k1", "value": {**blank, **nothing}})
    standing_in = "" if type_ == "text_only" else "(domanda senza testo)"
    assert question["label"] == standing_in
    for entry, frozen_value in UNFINISHED.get(type_, {}).items():
        # An entry that is missing altogether takes the block's own default.
        if blank or entry not in FROZEN[type_][0]:
            assert dict(question)[entry] == frozen_value
    form = StepForm(step(question))
    [node] = form.nodes()
    assert get_template(node.template).render({"node": node})
    assert readable(schema_of(step(question)), {})


@pytest.mark.parametrize(("type_", "more", "hint"), HINTS)
def test_a_question_says_its_rules_before_anybody_gets_them_wrong(type_: str, more: Any, hint: Any) -> None:
    assert answer(ask(type_, **more)).fields["q-a"].help_text == hint
    helped = ask(type_, **{**more, "help": "Aiuto."})
    assert answer(helped).fields["q-a"].help_text == f"Aiuto. {hint}".strip()


@pytest.mark.parametrize("type_", ANSWERED)
def test_a_good_answer_is_kept_shown_and_read(type_: str) -> None:
    typed, kept, words = ANSWERED[type_]
    question = ask(type_, **OPTIONS.get(type_, {}))
    form = answer(question, typed)
    assert form.errors == {}
    assert form.answers() == form.typed() == {"a": kept}
    [row] = readable(schema_of(step(question)), {"a": kept})[0].rows
    assert (row.label, row.values) == ("Domanda a", words)
    # What the page shows of it, posted again, is the same answer.
    again = StepForm(step(question), as_data(step(question), {"a": kept}))
    assert again.answers() == {"a": kept}
    assert StepForm(step(question), answers={"a": kept})["q-a"].value() == type_named(type_).show(
        question, kept
    )


@pytest.mark.parametrize("type_", ANSWERED)
def test_the_words_of_a_question_are_the_label_of_its_control(type_: str) -> None:
    field = answer(ask(type_, **OPTIONS.get(type_, {}))).fields["q-a"]
    assert field.label == "Domanda a"
    assert field.required


# What is said where an answer is missing.
BLANK = {
    "short_text": "Rispondi a «Domanda a».",
    "long_text": "Rispondi a «Domanda a».",
    "number": "Rispondi a «Domanda a»: scrivi un numero.",
    "date": "Rispondi a «Domanda a»: scrivi una data.",
    "one_choice": "Rispondi a «Domanda a»: scegli una risposta.",
    "several_choices": "Rispondi a «Domanda a»: scegli almeno una risposta.",
    "yes_no": "Rispondi a «Domanda a»: scegli sì o no.",
    "email": "Scrivi un indirizzo email.",
    "pec": "Scrivi un indirizzo PEC.",
    "phone": "Scrivi un numero di telefono.",
    "tax_code": "Scrivi il codice fiscale.",
    "vat_number": "Scrivi la partita IVA.",
    "iban": "Scrivi l’IBAN.",
    "address": "Scrivi l’indirizzo.",
    "money": "Rispondi a «Domanda a»: scrivi un importo in euro.",
    "web_address": "Scrivi un indirizzo web.",
    "ranking": "Rispondi a «Domanda a»: metti in ordine le voci.",
    "scale": "Rispondi a «Domanda a»: scegli un grado della scala.",
    "table": "Rispondi a «Domanda a»: compila almeno una riga.",
    "signature": "Scrivi il tuo nome e cognome.",
    "publication_consent": "Scegli se acconsenti o no: puoi partecipare in ogni caso.",
}


@pytest.mark.parametrize("type_", [*TYPED_TYPES, *OPTIONS])
def test_a_required_question_left_blank_says_so(type_: str) -> None:
    question = ask(type_, **OPTIONS.get(type_, {}))
    assert error_of(question, "" if type_ in TYPED_TYPES else []) == BLANK[type_]


@pytest.mark.parametrize("type_", TYPED_TYPES)
def test_blanks_are_no_answer(type_: str) -> None:
    assert error_of(ask(type_), "   ") == BLANK[type_]


@pytest.mark.parametrize("type_", [*TYPED_TYPES, *OPTIONS])
def test_an_optional_question_may_stay_blank(type_: str) -> None:
    form = answer(ask(type_, required=False, **OPTIONS.get(type_, {})), "" if type_ in TYPED_TYPES else [])
    assert form.is_valid()
    assert form.answers() == {}
    assert form.typed() == {"a": None}


@pytest.mark.parametrize("type_", sorted(set(ANSWERED) - {"declaration"} - set(OPTIONS)))
def test_what_is_not_valid_yet_reads_as_it_was_typed(type_: str) -> None:
    [row] = readable(schema_of(step(ask(type_))), {"a": "boh"})[0].rows
    assert row.text == "boh"


@pytest.mark.parametrize("type_", ANSWERED)
@given(value=st.text(max_size=200))
def test_nothing_that_can_be_typed_breaks_a_question(type_: str, value: Any) -> None:
    question = ask(type_, **OPTIONS.get(type_, {}))
    form = answer(question, value)
    form.is_valid()
    kept = form.typed()
    assert "\x00" not in str(kept)
    # What a draft keeps can be read, shown again, and judged again to the same effect.
    assert readable(schema_of(step(question)), kept)
    again = StepForm(step(question), as_data(step(question), kept))
    assert again.is_valid() == form.is_valid()
    assert again.answers() == form.answers()
