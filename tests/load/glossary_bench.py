"""How long marking the terms of the glossary takes: `python -m tests.load.glossary_bench`."""

import itertools
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
django.setup()

from glossario.marking.text import marked  # noqa: E402 - models want Django
from glossario.marking.vocabulary import Term, Vocabulary, compiled  # noqa: E402
from glossario.words import LANGUAGES  # noqa: E402
from portal.languages import ITALIAN  # noqa: E402

WORDS = (
    *("salute", "comunità", "percorso", "servizio", "laboratorio", "zona", "distretto", "comitato", "casa"),
    *("partecipazione", "progettazione", "cura", "persona", "territorio", "associazione", "cittadino"),
    *("formazione", "ascolto", "bisogno", "rete"),
)
TURNS = 15


def vocabulary(size: int) -> Vocabulary:
    """So many terms of two words each, all of words that the text is made of."""
    pairs = list(itertools.permutations(WORDS, 2))
    names = [" ".join(pairs[number % len(pairs)]) + " " * (number // len(pairs)) for number in range(size)]
    terms = (Term(n, name, "Che cosa vuol dire", f"/{n}/") for n, name in enumerate(names))
    return compiled(((term, [term.title, f"sigla{term.pk}"]) for term in terms), LANGUAGES[ITALIAN])


def page(characters: int) -> str:
    sentence = "Nei laboratori di zona le associazioni progettano servizi con i cittadini, e le case aprono. "
    return f'<div class="rich-text"><p>{sentence * (characters // len(sentence))}</p></div>'


def milliseconds(html: str, terms: Vocabulary) -> float:
    """Of the processor, the best of some turns."""
    best = 1e9
    for _turn in range(TURNS):
        began = time.process_time()
        marked(html, terms)
        best = min(best, time.process_time() - began)
    return 1000 * best


def main() -> None:
    for characters in (5_000, 30_000):
        figures = ", ".join(
            f"{size} terms {milliseconds(page(characters), vocabulary(size)):.1f} ms" for size in (5, 50, 500)
        )
        print(f"{characters} characters: {figures}")


if __name__ == "__main__":
    main()
