"""Two sister programmes outside Tuscany. The author of the first sheet is a person: left out on purpose."""

from dataclasses import dataclass, field

from demo.building.blocks import Block, bullets, figures, html

INDEX_ABSTRACT = "Percorsi di partecipazione in salute, raccontati in schede che si possono confrontare."

OPENLAB_SOURCE = (
    "https://partecipazione.regione.emilia-romagna.it/la-legge-e-il-bando/schede-progetti/2015/"
    "openlab-percorso-di-comunita-per-il-nuovo-modello-di-welfare-per-lunione-colline-matildiche"
)


@dataclass(frozen=True)
class Experience:
    slug: str
    title: str
    image: str
    abstract: str
    promoter: str
    region: str
    place: str
    period: str
    # First and last year; none while it goes on.
    years: tuple[int, int | None]
    methods: str
    topics: list[str]
    background: str
    aims: str
    process: str
    outcome: str
    sources: str
    body: list[Block] = field(default_factory=list)


EXPERIENCES = [
    Experience(
        slug="openlab",
        title="OpenLab: un percorso di comunità per un nuovo welfare",
        image="piazza",
        abstract="Tre comuni dell’Emilia-Romagna ripensano servizi sociali e sanitari insieme a chi li usa e "
        "a chi ci lavora, e concludono con un patto.",
        promoter="Unione Colline Matildiche",
        region="Emilia-Romagna",
        place="Albinea, Quattro Castella, Vezzano sul Crostolo",
        period="2015–2018",
        years=(2015, 2018),
        methods="laboratori assemblee gruppi formazione patti",
        topics=["Welfare di comunità", "Case della Comunità", "Partecipazione"],
        background=html(
            "L’Unione Colline Matildiche riunisce i comuni di Albinea, Quattro Castella e Vezzano sul "
            "Crostolo. Il percorso muove da una convinzione: i servizi – sanitari, sociali, di volontariato, "
            "delle associazioni – si prendono cura di una comunità se partono dai bisogni e dalle priorità "
            "di chi la abita. L’occasione è l’apertura della Casa della Salute: da lì tutti contribuiscono a "
            "dire che cosa sia stare bene in quei luoghi."
        ),
        aims=html(
            bullets(
                "decidere insieme servizi e funzioni della nuova Casa della Salute di Puianello e "
                "riorganizzare i servizi sociali dell’Unione, con un nuovo sportello;",
                "dare alle politiche sociali un governo condiviso e coinvolgere la comunità in attività di "
                "sensibilizzazione e di mutuo aiuto.",
            )
        ),
        process=html(
            "Cittadini, medici, assistenti sociali, operatori della Casa della Salute e persone anziane "
            "hanno preso parte a gruppi di discussione, formazione, laboratori creativi, «world café» e «bar "
            "camp».",
            "Tre «Piazze di Prossimità» hanno portato in pubblico quattro temi: l’età matura, l’accoglienza "
            "nei servizi, la prevenzione, la rete di comunità. Gruppi di cittadini attivi, chiamati «talenti "
            "sociali», hanno affiancato i servizi per prevenire le nuove fragilità.",
        ),
        outcome=html(
            "Con le realtà coinvolte è stata scritta una carta delle risorse e dei servizi del territorio. "
            "Il percorso si è chiuso con la firma del Patto sociale di comunità per il benessere e la "
            "salute, in cui istituzioni, associazioni e cittadini si impegnano a costruire e provare una "
            "nuova forma di Casa della Salute."
        ),
        sources=html(
            f'<a href="{OPENLAB_SOURCE}">Scheda del progetto sul portale della partecipazione della Regione '
            "Emilia-Romagna</a>",
            "Scheda del 21 ottobre 2021 nella raccolta «Esperienze di area vasta: attivare reti e "
            "strategie».",
        ),
        body=[
            figures(
                "OpenLab in numeri",
                ("3", "comuni coinvolti"),
                ("3", "Piazze di Prossimità"),
                ("1", "Patto sociale di comunità"),
                source="Scheda del progetto.",
            ),
        ],
    ),
    Experience(
        slug="casacommunitylab",
        title="CasaCommunityLAB: accompagnare il passaggio alle Case della Comunità",
        image="formazione",
        abstract="Un percorso regionale di ricerca, formazione e intervento che unisce professionisti, "
        "amministratori, Terzo settore e cittadini.",
        promoter="Settore Innovazione nei servizi sanitari e sociali, Regione Emilia-Romagna",
        region="Emilia-Romagna",
        place="Tutta la regione",
        period="Dal novembre 2023",
        years=(2023, None),
        methods="laboratori formazione ricerca supervisione",
        topics=["Case della Comunità", "Formazione", "Progettazione partecipata"],
        background=html(
            "Il decreto ministeriale 77 del 2022 e la Missione 6 del PNRR chiedono di riorganizzare "
            "l’assistenza territoriale. In Emilia-Romagna ciò significa trasformare le Case della Salute in "
            "Case della Comunità. CasaCommunityLAB nasce dalla fusione di due metodi già sperimentati, CaSa "
            "Lab e Community Lab.",
            "Al centro del cambiamento c’è la presa in carico della persona nel suo insieme, prima di tutto "
            "nelle situazioni più complesse. Conta altrettanto la partecipazione delle professioni e dei "
            "cittadini al progetto di salute del proprio territorio.",
        ),
        aims=html(
            "Il percorso lavora su quattro assi:",
            bullets(
                "<b>lavoro di rete e di comunità</b>, con un approccio che mette insieme discipline e "
                "soggetti diversi;",
                "<b>sostegno al passaggio</b> da Casa della Salute a Casa della Comunità, con un confronto "
                "tra i due modelli e attenzione alla prossimità;",
                "<b>governo misto</b>, in cui i cittadini hanno una parte attiva accanto ai settori "
                "dell’ente;",
                "<b>programmazione partecipata</b>, perché i progetti favoriscano equità e inclusione.",
            ),
        ),
        process=html(
            bullets(
                "<b>Laboratori regionali</b>, per una visione strategica delle Case della Comunità e per "
                "curare nel tempo processi partecipativi tra settori, discipline e livelli diversi.",
                "<b>Laboratori locali</b>, per formare facilitatori e tradurre in pratica i progetti di "
                "miglioramento, orientati alla comunità e alla persona.",
                "<b>Supervisione metodologica</b>, per accompagnare i partecipanti e aiutarli a valutare il "
                "proprio lavoro.",
            ),
            "Si parte da esperienze significative già presenti nella regione, e i progetti rispondono ai "
            "bisogni espressi dai territori. Lo progettano e lo realizzano metodologhe della formazione e "
            "dell’innovazione sociale. Uno staff regionale coordina e valuta l’insieme: ne fanno parte "
            "persone della Regione e dei servizi coinvolti.",
        ),
        outcome=html(
            "Il percorso è in corso: le fonti non riportano ancora risultati. L’obiettivo dichiarato sono "
            "competenze per un approccio integrato, multidisciplinare e di prossimità, capace di andare "
            "incontro alle persone."
        ),
        sources=html(
            "Presentazione di CasaCommunityLAB, Regione Emilia-Romagna. Contatto dell’ufficio: "
            "CasaCommunityLAB@regione.emilia-romagna.it"
        ),
    ),
]
