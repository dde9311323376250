"""The words of the home page."""

from demo.building.blocks import Block, figures

TITLE = "Cantieri della Salute"
ABSTRACT = "Il portale della partecipazione nella salute di comunità: territori, percorsi, avvisi ed eventi."
HERO_TITLE = "La salute di comunità si costruisce insieme"
HERO_TEXT = (
    "Cittadini, associazioni, operatori: nei Cantieri della Salute chi usa i servizi e chi ci lavora li "
    "progettano allo stesso tavolo. Qui trovi che cosa succede nella tua zona e come prendere parte."
)
ACTION = "Partecipa"

# Address of the page below the site's root: the words of its card.
HIGHLIGHTS = {
    "il-programma": "Cinque sperimentazioni, laboratori, formazione: che cos’è il programma e come si "
    "svolge.",
    "territori/fiorentina-sud-est/avvio-casa-di-comunita-pontassieve-pelago-rufina": (
        "Tre comuni preparano la loro Casa di Comunità, un passo alla volta."
    ),
    "glossario": (
        "Che cosa vogliono dire Casa della Comunità, zona-distretto, istruttoria: le parole del programma, "
        "dalla A alla Z."
    ),
}

BODY: list[Block] = [
    figures(
        "Il programma in numeri",
        ("7", "zone raccontate in questo portale"),
        ("5", "sperimentazioni del programma"),
        ("4", "laboratori di progettazione in ogni sperimentazione"),
        source="Programma di Cantieri della Salute.",
    ),
]
