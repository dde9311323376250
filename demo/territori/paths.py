"""Three paths, with their phases as far as the sources date them, and an invented one with all its dates."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from demo.building.blocks import Block, bullets, heading, html, quote, text

REGION = "Regione Toscana"
FEDERSANITA = "Federsanità ANCI Toscana"
SOCIOLAB = "Sociolab Partecipazione e Ricerca Sociale"
SDS_SUD_EST = "Società della Salute Fiorentina Sud-Est"
SDS_VALDERA = "Società della Salute Alta Val di Cecina Valdera"
ASSOCIATION = "Associazione La Soglia (dimostrativa)"
GROUP = "Gruppo di vicinato d’esempio (dimostrativo)"
ORGANISATIONS = [REGION, FEDERSANITA, SOCIOLAB, SDS_SUD_EST, SDS_VALDERA, ASSOCIATION, GROUP]
# Of invented bodies alone: the sign of a real one is its own.
LOGOS = {ASSOCIATION: "logo-associazione"}

UNKNOWN: dict[str, Any] = {"start_precision": "unknown", "end_precision": "unknown"}


@dataclass(frozen=True)
class PathText:
    """One path: `zone` is the slug of its territory, `phases` the field values of each phase.

    `documents` are those of a phase, by its title: the title of each, the name of its file and what it says.
    """

    zone: str
    slug: str
    title: str
    image: str
    abstract: str
    goals: str
    participants: list[tuple[str, str]]
    phases: list[dict[str, Any]]
    body: list[Block]
    expected: str = ""
    results: list[Block] = field(default_factory=list)
    house: str = ""
    documents: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)


PONTASSIEVE = PathText(
    zone="fiorentina-sud-est",
    slug="avvio-casa-di-comunita-pontassieve-pelago-rufina",
    title="Verso la Casa di Comunità di Pontassieve, Pelago e Rufina",
    image="colloquio",
    house="casa-di-comunita-pontassieve-pelago-rufina",
    abstract="Un percorso di avvio in tre tappe: prima chi lavora nei servizi, poi le associazioni, infine "
    "tutta la cittadinanza.",
    goals=html(
        "Il percorso ha due obiettivi, che si tengono l’uno con l’altro:",
        bullets(
            "rafforzare le competenze di ascolto, relazione e partecipazione di operatori e operatrici;",
            "costruire alleanze con la rete del territorio, per progettare insieme attività, servizi e "
            "spazi.",
        ),
    ),
    participants=[
        (REGION, "promoter"),
        (SDS_SUD_EST, "promoter"),
        (FEDERSANITA, "promoter"),
        (SOCIOLAB, "partner"),
    ],
    phases=[
        {
            "title": "Formazione di operatori e operatrici",
            "description": (
                "I primi incontri, rivolti a chi lavorerà nella futura Casa di Comunità, hanno messo a fuoco "
                "che cosa significa lavorarci: relazione, ascolto attivo, collaborazione tra servizi. Vi "
                "hanno preso parte numerosi medici di medicina generale."
            ),
            "date_note": "avviata nel mese di maggio; la fonte non dice l’anno",
            **UNKNOWN,
        },
        {
            "title": "Incontro con il Terzo settore e le associazioni",
            "description": (
                "Operatori dei servizi e realtà del territorio si incontrano per trovare un linguaggio "
                "comune e avviare collaborazioni concrete."
            ),
            "date_note": "nei mesi successivi alla formazione",
            **UNKNOWN,
        },
        {
            "title": "Evento pubblico progettato insieme",
            "description": (
                "Il primo frutto della collaborazione è un evento aperto a tutti, pensato per far conoscere "
                "la futura Casa di Comunità."
            ),
            **UNKNOWN,
        },
        {
            "title": "Coinvolgimento diretto della cittadinanza",
            "description": "L’ultima tappa porta nel percorso le persone che useranno la casa.",
            **UNKNOWN,
        },
    ],
    body=[
        heading("Perché cominciare dagli operatori"),
        text(
            "Una Casa di Comunità riunisce sotto lo stesso tetto professioni che spesso si conoscono poco. "
            "Prima di aprirla al pubblico conviene che si parlino: per questo la prima fase è dedicata a chi "
            "ci lavorerà.",
            "La presenza dei medici di medicina generale è un segnale importante. Nel nuovo modello di "
            "sanità territoriale il loro ruolo è decisivo, e averli al tavolo apre un confronto tra "
            "professionisti che altrimenti faticherebbe a partire.",
        ),
        quote(
            "La Casa di Comunità come spazio di relazione: aperto al territorio, capace di prossimità, "
            "ascolto e alleanze.",
            role="L’idea che guida il percorso",
        ),
        heading("Il metodo"),
        text(
            "Il percorso applica le linee guida sulle Case di Comunità come luoghi di partecipazione e di "
            "co-produzione dei servizi, scritte a partire dall’esperienza di Cantieri della Salute. Procede "
            "per cerchi che si allargano, come già avviene nella sperimentazione della Piana di Lucca.",
        ),
        heading("Sulle date"),
        text(
            "La fonte dice che il percorso è partito «nel mese di maggio», senza indicare l’anno, e colloca "
            "il resto «nei prossimi mesi». Per questo il cronoprogramma elenca le tappe nell’ordine, ma non "
            "ne dichiara nessuna in corso.",
        ),
    ],
)

SAN_LEONARDO = PathText(
    zone="piana-di-lucca",
    slug="sperimentazione-san-leonardo",
    title="San Leonardo: sperimentare la Casa di Comunità",
    image="giardino-di-quartiere",
    abstract="Nella Piana di Lucca la Regione Toscana sostiene una sperimentazione che ha fatto da apripista "
    "al percorso della Fiorentina Sud-Est.",
    goals=html(
        "Attivare la Casa di Comunità come luogo di relazione, aperto al territorio, coinvolgendo un passo "
        "alla volta i servizi, il Terzo settore e i cittadini."
    ),
    participants=[(REGION, "promoter")],
    phases=[
        {
            "title": "Coinvolgimento degli operatori",
            "description": "Il percorso comincia da chi lavora nei servizi sociali e sanitari.",
            **UNKNOWN,
        },
        {
            "title": "Dialogo con il Terzo settore e l’associazionismo",
            "description": "Le associazioni entrano nel confronto con i servizi.",
            **UNKNOWN,
        },
        {
            "title": "Attivazione della cittadinanza",
            "description": "La casa si apre alle persone e alle loro proposte.",
            **UNKNOWN,
        },
    ],
    body=[
        heading("Che cosa sappiamo"),
        text(
            "Di questa sperimentazione le fonti dicono tre cose: che si svolge nella Piana di Lucca, a San "
            "Leonardo; che la sostiene la Regione Toscana; che procede per fasi progressive, dagli operatori "
            "al Terzo settore fino ai cittadini. È il modello seguito poi per Pontassieve, Pelago e Rufina.",
        ),
        heading("Che cosa manca"),
        text(
            "Date, sede, soggetti coinvolti sul posto e risultati non sono riportati. Piuttosto che "
            "immaginarli, la pagina li lascia in bianco.",
        ),
    ],
)

VALDERA = PathText(
    zone="alta-val-di-cecina-valdera",
    slug="servizio-di-orientamento-e-informazione",
    title="Un servizio di orientamento progettato dalle associazioni",
    image="sportello-orientamento",
    abstract="In Alta Val di Cecina e Valdera associazioni, enti e cittadini hanno progettato insieme un "
    "servizio di orientamento e informazione, da provare poi sul territorio.",
    goals=html(
        "Ideare un servizio integrato di orientamento e informazione gestito in rete dalle associazioni, e "
        "trasferire a chi partecipa le competenze per coinvolgere la propria comunità e lavorare insieme ai "
        "servizi pubblici."
    ),
    participants=[
        (REGION, "promoter"),
        (FEDERSANITA, "coordinator"),
        (SOCIOLAB, "technical_support"),
        (SDS_VALDERA, "partner"),
    ],
    phases=[
        {
            "title": "Condivisione del contesto e dei bisogni",
            "description": (
                "Due laboratori con la direzione della Società della Salute e il Comitato di Partecipazione, "
                "e una serie di interviste."
            ),
            **UNKNOWN,
        },
        {
            "title": "Formazione del Comitato e degli operatori",
            "description": ("Tre incontri comuni a tutte le sperimentazioni e uno specifico per la zona."),
            **UNKNOWN,
        },
        {
            "title": "Chiamata per attivatori di comunità",
            "description": (
                "Candidature accolte fino a venerdì 14 maggio 2021. Agli attivatori selezionati sono "
                "destinati tre incontri di formazione su ascolto attivo, facilitazione e coinvolgimento "
                "delle comunità."
            ),
            "start_precision": "unknown",
            "end": date(2021, 5, 14),
            "end_precision": "day",
            "date_note": "già pubblicata il 23 aprile 2021",
        },
        {
            "title": "Chiamata per i partner e istruttoria",
            "description": (
                "Manifestazione d’interesse aperta a soggetti pubblici e privati, comitati e gruppi "
                "informali."
            ),
            "date_note": "annunciata nell’aprile 2021",
            **UNKNOWN,
        },
        {
            "title": "Quattro laboratori di progettazione partecipata",
            "description": (
                "Gli ammessi lavorano con la Società della Salute, il Comitato e gli attivatori, online o in "
                "presenza secondo le regole sanitarie del momento."
            ),
            **UNKNOWN,
        },
        {
            "title": "Sperimentazione del servizio",
            "description": "Il servizio progettato viene erogato in forma sperimentale sul territorio.",
            **UNKNOWN,
        },
    ],
    body=[
        heading("Perché un servizio di orientamento"),
        text(
            "Sapere a chi rivolgersi è già una parte della cura. Il Comitato zonale, d’accordo con la "
            "direzione della Società della Salute, ha proposto di affidare questo compito a una rete di "
            "associazioni: sono loro, spesso, il primo volto che una persona incontra quando ha un problema.",
        ),
        heading("Chi partecipa"),
        text(
            "Al tavolo siedono i componenti del Comitato, la Società della Salute, gli attivatori di "
            "comunità e i partner selezionati con la manifestazione d’interesse. A tutti il percorso offre "
            "formazione, perché progettare insieme è un mestiere che si impara.",
        ),
        heading("Un lavoro accompagnato e misurato"),
        text(
            "Per tutta la durata del programma un gruppo esterno di professionisti segue le attività e ne "
            "valuta gli effetti sulla partecipazione dei cittadini e delle associazioni.",
        ),
    ],
)


def _from(today: date, first: int, last: int) -> dict[str, Any]:
    """The dates of a phase, so many days from the day of loading."""
    return {"start": today + timedelta(days=first), "end": today + timedelta(days=last)}


def listening_point(today: date) -> PathText:
    """The path of the open call, with which it is invented; under way on the day of loading."""
    return PathText(
        zone="valdichiana-aretina",
        slug="punto-di-ascolto",
        title="Un punto di ascolto progettato insieme (dimostrativo)",
        image="banchetto-associazione",
        abstract="Associazioni, servizi e cittadini progettano un punto di ascolto e orientamento in "
        "Valdichiana Aretina. Percorso inventato.",
        goals=html(
            "<b>Contenuto dimostrativo.</b> Questo percorso è inventato per mostrare un cronoprogramma con "
            "tutte le sue date: nessun ente lo ha avviato."
        ),
        participants=[(ASSOCIATION, "promoter"), (GROUP, "partner")],
        expected=bullets(
            "un punto di ascolto aperto tre giorni alla settimana;",
            "almeno dieci associazioni che lo gestiscono in rete;",
            "un regolamento scritto insieme.",
        ),
        results=[
            text(
                bullets(
                    "sette associazioni hanno dato la loro disponibilità;",
                    "la prima bozza del regolamento è stata discussa in due incontri.",
                ),
                "Numeri inventati, come tutto il percorso.",
            ),
        ],
        phases=[
            {
                "title": "Ascolto del territorio",
                "description": "Interviste e due incontri pubblici, per capire che cosa manca.",
                "done": html(
                    "Due incontri, quaranta persone, dodici interviste. Chiedono tutti la stessa cosa: "
                    "qualcuno che spieghi a chi rivolgersi."
                ),
                **_from(today, -120, -70),
            },
            {
                "title": "Formazione di operatori e Comitato",
                "description": "Tre incontri su ascolto e lavoro in rete.",
                "done": html("Tre incontri, con diciotto operatori e sei componenti del Comitato."),
                **_from(today, -75, -30),
            },
            {"title": "Chiamata per i partner", **_from(today, -9, 21)},
            {"title": "Quattro laboratori di progettazione", **_from(today, 40, 110)},
            {"title": "Prova del servizio", "start": today + timedelta(days=130), "start_precision": "month"},
        ],
        documents={
            "Ascolto del territorio": [
                (
                    "Sintesi dell’ascolto (dimostrativa)",
                    "sintesi-ascolto",
                    "Documento inventato: che cosa hanno detto le persone incontrate.",
                )
            ]
        },
        body=[],
    )


PATHS = [PONTASSIEVE, SAN_LEONARDO, VALDERA]
