"""A guide to taking part. The text of the programme's own guidelines is not public here: this retells only
what the sources say of them and of how they are used."""

from demo.building.blocks import Block, bullets, figures, heading, picture, quote, steps, table, text

INDEX_ABSTRACT = "Guide da leggere e stampare, capitolo per capitolo."

SLUG = "partecipare-in-una-casa-di-comunita"
TITLE = "Partecipare in una Casa di Comunità: guida per cominciare"
VERSION = "1.0 dimostrativa"
CURATED_BY = "Redazione del portale dimostrativo"
ABSTRACT = (
    "Una guida breve, ricavata da ciò che le fonti raccontano delle linee guida «Case di Comunità: luoghi di "
    "partecipazione e co-produzione dei servizi»."
)

# (version, days ago, what changed), the newest first.
VERSIONS = [
    (
        VERSION,
        30,
        "Aggiunti i capitoli sulle attività e su come si misura.\nLa tabella delle attività è nuova.",
    ),
    ("0.9 dimostrativa", 90, "Prima stesura, per raccogliere pareri."),
]

CHAPTERS: list[tuple[str, list[Block]]] = [
    (
        "Da dove viene questa guida",
        [
            text(
                "Le linee guida sulle Case di Comunità sono state elaborate a partire dall’esperienza "
                "concreta di Cantieri della Salute. Il loro testo non è disponibile tra le fonti di questo "
                "portale: questa guida non lo riproduce. Raccoglie quello che i documenti pubblici dicono "
                "del metodo e lo mette in ordine per chi comincia.",
                "Dove un’informazione manca, lo si scrive.",
            ),
        ],
    ),
    (
        "L’idea: un luogo di relazioni",
        [
            text(
                "Una Casa di Comunità non è soltanto un edificio con degli ambulatori. È uno spazio di "
                "relazione, aperto al territorio, che costruisce prossimità, ascolto e alleanze. Chi la "
                "abita – professionisti, associazioni, cittadini – contribuisce a decidere che cosa vi si "
                "fa.",
            ),
            quote(
                "Co-produrre un servizio vuol dire che chi lo usa e chi lo offre lo pensano e lo tengono in "
                "piedi insieme.",
                role="Il principio, con parole nostre",
            ),
            picture("casa-della-comunita"),
            text(
                "In Toscana la cornice è la legge regionale 75 del 2017, che disciplina gli organismi di "
                "partecipazione in sanità; a livello nazionale il decreto ministeriale 77 del 2022 definisce "
                "la nuova assistenza territoriale.",
            ),
        ],
    ),
    (
        "Chi coinvolgere, e in quale ordine",
        [
            text(
                "Il percorso di Pontassieve, Pelago e Rufina mostra una progressione che si può riprendere "
                "altrove:",
                steps(
                    "<b>Gli operatori.</b> Chi lavora nei servizi sociali e sanitari, medici di medicina "
                    "generale compresi, riflette su che cosa significhi lavorare in una Casa di Comunità.",
                    "<b>Il Terzo settore e le associazioni.</b> Servizi e realtà locali cercano un "
                    "linguaggio comune e avviano collaborazioni concrete.",
                    "<b>I cittadini.</b> Un evento pubblico, progettato insieme, apre la casa a tutti.",
                ),
                "Partire dagli operatori non vuol dire lasciare fuori gli altri: vuol dire arrivare "
                "all’incontro con le persone avendo già imparato a lavorare insieme.",
            ),
        ],
    ),
    (
        "Le attività, una per una",
        [
            text("Nelle zone della sperimentazione il programma ha previsto queste attività."),
            table(
                "Attività del programma in ciascuna zona",
                ["Attività", "Incontri", "Per chi"],
                [
                    "Condivisione del contesto e dei bisogni",
                    "2 laboratori, interviste",
                    "Direzione e Comitato",
                ],
                ["Formazione", "3 generali, 1 specifico", "Comitato e operatori"],
                ["Formazione degli attivatori", "3", "Cittadini selezionati"],
                ["Progettazione partecipata", "4 laboratori", "Comitato, servizi, attivatori, partner"],
            ),
            figures(
                "In tutto, per ogni zona",
                ("2", "laboratori per condividere i bisogni"),
                ("3 + 1", "incontri di formazione"),
                ("3", "incontri per gli attivatori"),
                ("4", "laboratori di progettazione"),
                source="Programma di Cantieri della Salute.",
            ),
        ],
    ),
    (
        "Scegliere attivatori e partner",
        [
            heading("Gli attivatori di comunità"),
            text(
                "Sono cittadini che fanno da ponte tra il Comitato di Partecipazione e le comunità. Si "
                "cercano con una manifestazione d’interesse e si formano su ascolto attivo, facilitazione e "
                "coinvolgimento.",
            ),
            heading("I partner"),
            text(
                "La seconda chiamata è larga di proposito. Possono rispondere:",
                bullets(
                    "soggetti pubblici;",
                    "imprese, enti, associazioni, scuole, professionisti;",
                    "comitati e gruppi informali.",
                ),
                "A un gruppo informale non si possono chiedere un codice fiscale o un rappresentante legale: "
                "un modulo ben fatto ne tiene conto.",
            ),
        ],
    ),
    (
        "Provare, misurare, raccontare",
        [
            text(
                "Il servizio nato dai laboratori può essere provato sul territorio, con il sostegno della "
                "Società della Salute, degli attivatori e di alcune risorse dedicate. Un gruppo esterno "
                "segue il percorso dall’inizio alla fine e ne valuta l’effetto sulla partecipazione.",
                "Perché tutti possano seguire il lavoro, il programma prevede una newsletter, una stanza "
                "dedicata in OpenToscana, una pagina social, un glossario della salute e un "
                "cronoprogramma.",
            ),
        ],
    ),
]
