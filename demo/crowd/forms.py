"""The forms that the crowd answers: those of the demonstration, and one that asks questions of every type."""

from candidature.models import ReferenceList
from candidature.ready_sets.notation import (
    Block,
    declaration,
    note,
    one_choice,
    option,
    question,
    several_choices,
    step,
)
from demo.candidature import questions

LIST = "Elenco inventato per misurare"


def forms() -> list[list[Block]]:
    """Each page has one of them, in turn."""
    return [
        questions.organisation_steps(),
        questions.citizen_steps(),
        questions.event_steps(),
        every_type(),
    ]


def every_type() -> list[Block]:
    """Questions of every type of the builder; nothing is a file that must be there."""
    listed, _made = ReferenceList.objects.get_or_create(name=LIST)
    listed.take([(f"V{number:02d}", f"Voce inventata {number}") for number in range(40)])
    items = [option(f"v{number}", f"Voce {number}") for number in range(5)]
    return [
        step(
            "ogni-tipo-1",
            "Numeri, importi e recapiti",
            question("short_text", "breve", "In breve", required=True, max_length=200),
            question(
                "number", "persone", "Quante persone?", required=True, minimum="1", maximum="90", whole=True
            ),
            question("money", "costo", "Quanto costa?", required=True, minimum="100", maximum="20000"),
            question("date", "inizio", "Quando comincia?", required=True, earliest="2026-01-01"),
            question("email", "altra-email", "Un altro indirizzo", required=False),
            question("pec", "pec", "Indirizzo PEC", required=False),
            question("phone", "altro-telefono", "Un altro telefono", required=False),
            question("tax_code", "codice-fiscale", "Codice fiscale", required=True, holder="person"),
            question("vat_number", "partita-iva", "Partita IVA", required=False),
            question("iban", "iban", "Su quale conto?", required=True),
            question("web_address", "sito", "Il sito", required=False),
            question("address", "sede", "Dove?", required=True),
            question("municipality", "comune-attivita", "In quale comune?", required=False),
        ),
        step(
            "ogni-tipo-2",
            "Scelte e tabelle",
            note("nota", "Un testo da leggere, inventato."),
            one_choice(
                "forma",
                "In quale forma?",
                option("sola", "Da soli"),
                option(
                    "insieme",
                    "Con altri",
                    question("long_text", "con-chi", "Con chi?", required=True, max_length=900),
                ),
                required=True,
            ),
            several_choices("temi", "Su quali temi?", *items, required=True, max_choices=3),
            question("yes_no", "gia-fatto", "Lo avete già fatto?", required=True),
            question("ranking", "priorita", "Che cosa viene prima?", required=True, options=items, places=3),
            question("scale", "quanto", "Quanto siete pronti?", required=True, degrees="10"),
            question("list_entry", "voce", "Quale voce?", required=True, source=str(listed.pk)),
            question(
                "table",
                "spese",
                "Spese",
                required=True,
                row_name="Spesa",
                min_rows=1,
                max_rows=6,
                columns=[
                    _column("che-cosa", "Che cosa", "short_text"),
                    _column("importo", "Importo", "money"),
                    _column("quando", "Quando", "date"),
                ],
            ),
            question("file", "allegato", "Un allegato", required=False, kinds=["pdf"], max_files=1),
            question(
                "publication_consent",
                "pubblicare",
                "Possiamo pubblicarlo?",
                required=True,
                published="Il nome.",
            ),
            declaration("vero", "Dichiaro che è tutto inventato."),
            question("signature", "firma", "Chi firma?", required=True),
        ),
    ]


def _column(key: str, label: str, kind: str) -> Block:
    return {
        "type": "item",
        "id": key,
        "value": {"label": label, "kind": kind, "required": True, "options": ""},
    }
