"""The seven zones the portal starts with. Municipalities come from the register, never from here."""

from dataclasses import dataclass, field

from demo.building.blocks import Block, bullets, figures, heading, text
from demo.territori.paths import ASSOCIATION, GROUP


@dataclass(frozen=True)
class ZoneText:
    """What the page of a zone says: `sds` only where a source names it, the health authority never.

    Attributes:
        members: of the committee, by body, office and the name of an invented person.
        committee_contacts: as the block of contacts holds them.
        documents: the title of each, the name of its file and what it says.
    """

    zone: str
    slug: str
    image: str
    abstract: str
    body: list[Block]
    sds: str = ""
    committee: list[str] = field(default_factory=list)
    members: list[tuple[str, str, str]] = field(default_factory=list)
    committee_contacts: dict[str, str] = field(default_factory=dict)
    documents: list[tuple[str, str, str]] = field(default_factory=list)


COMMITTEE_GENERAL = (
    "Il Comitato di Partecipazione riunisce associazioni e organismi della cittadinanza attiva. È uno degli "
    "istituti previsti dalla legge regionale 75/2017: viene consultato e fa proposte sull’organizzazione dei "
    "servizi della zona."
)
COMMITTEE_MISSING = "Composizione e recapiti del Comitato di questa zona: dato non disponibile."

# The same in all five trial zones, because it is the programme's own design.
TRIAL_ACTIVITIES = bullets(
    "due laboratori con la direzione della zona e il Comitato, e una serie di interviste;",
    "tre incontri di formazione comuni a tutti i territori e uno specifico per questa zona;",
    "una chiamata per attivatori di comunità, seguita da tre incontri di formazione;",
    "una manifestazione d’interesse per i partner e quattro laboratori di progettazione.",
)

ZONES = [
    ZoneText(
        zone="Alta Val di Cecina Valdera",
        slug="alta-val-di-cecina-valdera",
        image="alta-val-di-cecina-valdera",
        sds="Società della Salute Alta Val di Cecina Valdera",
        abstract="Diciassette comuni e un Comitato che ha scelto di progettare, insieme alle associazioni, "
        "un servizio di orientamento e informazione.",
        body=[
            heading("Il cantiere in questa zona"),
            text(
                "Nell’aprile 2021 la Società della Salute ha annunciato il proprio ingresso in Cantieri "
                "della Salute, insieme ad altre quattro zone della Toscana. Protagonista è il Comitato di "
                "Partecipazione zonale, che ha scelto il tema d’intesa con la direzione: un servizio "
                "integrato di orientamento e informazione, gestito in rete dalle associazioni stesse.",
                "La pandemia aveva mostrato quanto conti un dialogo stabile tra le istituzioni e chi, nei "
                "paesi e nei quartieri, tiene insieme le persone. Da qui la scelta di aprire la "
                "progettazione a tutto il tessuto civico, compresi i gruppi che non hanno una forma "
                "giuridica.",
            ),
            heading("Due modi per esserci"),
            text(
                "Il percorso ha previsto due chiamate pubbliche. La prima cercava <b>partner</b>: enti "
                "pubblici, imprese, associazioni, scuole, professionisti, comitati e gruppi informali vicini "
                "ai temi della salute. La seconda cercava <b>attivatori di comunità</b>: cittadini disposti "
                "a fare da ponte tra il Comitato e i luoghi in cui vivono.",
                "Entrambe sono concluse; i testi restano consultabili tra gli avvisi di questa pagina.",
            ),
        ],
        committee=[
            COMMITTEE_GENERAL,
            "In questa zona il Comitato ha promosso la progettazione partecipata del servizio di "
            "orientamento. Recapiti: dato non disponibile.",
        ],
    ),
    ZoneText(
        zone="Amiata Val d'Orcia e Valdichiana Senese",
        slug="amiata-val-dorcia-valdichiana-senese",
        image="amiata-val-dorcia-valdichiana-senese",
        abstract="Quindici comuni tra la montagna, la Val d’Orcia e la Valdichiana: una delle cinque "
        "sperimentazioni del programma.",
        body=[
            heading("Una delle cinque sperimentazioni"),
            text(
                "Quindici comuni, dalla montagna al fondovalle: un territorio in cui il lavoro comune va "
                "costruito anche attraverso le distanze. Cantieri della Salute vi porta lo stesso disegno "
                "delle altre zone, da adattare ai bisogni che emergono nei primi incontri.",
            ),
            heading("Che cosa prevede il percorso"),
            text(
                "Le attività seguono il programma comune alle cinque sperimentazioni:",
                TRIAL_ACTIVITIES,
                "L’intervento nato dai laboratori può poi essere provato sul territorio, con il sostegno "
                "degli attivatori di comunità.",
            ),
            heading("Dati non ancora disponibili"),
            text(
                "Le fonti del programma non riportano il tema scelto dalla zona né le date degli incontri. "
                "La redazione completerà la pagina quando li riceverà.",
            ),
        ],
        committee=[COMMITTEE_GENERAL, COMMITTEE_MISSING],
    ),
    ZoneText(
        zone="Fiorentina Nord-Ovest",
        slug="fiorentina-nord-ovest",
        image="fiorentina-nord-ovest",
        abstract="Otto comuni alle porte di Firenze, tra la piana e la collina: una delle cinque "
        "sperimentazioni del programma.",
        body=[
            heading("Una delle cinque sperimentazioni"),
            text(
                "Pianura e collina stanno nella stessa zona: chi progetta un servizio deve tenere insieme "
                "esigenze diverse. Il cantiere parte per questo dall’ascolto, con laboratori e interviste "
                "che mettono sul tavolo bisogni e risorse prima di parlare di soluzioni.",
            ),
            heading("Che cosa prevede il percorso"),
            text("Il programma è lo stesso delle altre sperimentazioni:", TRIAL_ACTIVITIES),
            heading("Dati non ancora disponibili"),
            text(
                "Il servizio progettato nella zona e il calendario degli incontri non compaiono nelle fonti."
            ),
        ],
        committee=[COMMITTEE_GENERAL, COMMITTEE_MISSING],
    ),
    ZoneText(
        zone="Fiorentina Sud-Est",
        slug="fiorentina-sud-est",
        image="fiorentina-sud-est",
        sds="Società della Salute Fiorentina Sud-Est",
        abstract="Tredici comuni a sud e a est di Firenze. A Pontassieve, Pelago e Rufina è in corso il "
        "percorso di avvio della Casa di Comunità.",
        body=[
            heading("Una Casa di Comunità che comincia dalle relazioni"),
            text(
                "In questa zona Cantieri della Salute accompagna l’avvio della Casa di Comunità dei comuni "
                "di Pontassieve, Pelago e Rufina, insieme alla Società della Salute. L’idea è che una casa "
                "così non si inauguri soltanto: si prepara, mettendo a confronto chi ci lavorerà e chi la "
                "userà.",
                "Il percorso è promosso da Federsanità ANCI Toscana in collaborazione con Sociolab e segue "
                "le linee guida nate dall’esperienza del programma.",
            ),
            heading("A che punto siamo"),
            text(
                "I primi incontri di formazione per operatori e operatrici si sono svolti nel mese di maggio "
                "e hanno visto la presenza di numerosi medici di medicina generale. La tappa successiva è "
                "l’incontro con le associazioni e con le altre realtà del territorio.",
            ),
        ],
        committee=[COMMITTEE_GENERAL, COMMITTEE_MISSING],
    ),
    ZoneText(
        zone="Lunigiana",
        slug="lunigiana",
        image="lunigiana",
        abstract="Quattordici comuni di valle e di montagna all’estremo nord della Toscana: una delle cinque "
        "sperimentazioni del programma.",
        body=[
            heading("Una delle cinque sperimentazioni"),
            text(
                "Il cantiere lavora su due fronti: dà al Comitato di Partecipazione e agli operatori gli "
                "strumenti per collaborare meglio, e cerca nei quattordici comuni persone che facciano da "
                "tramite con le comunità in cui vivono.",
            ),
            heading("Che cosa prevede il percorso"),
            text("Le attività ricalcano il programma comune:", TRIAL_ACTIVITIES),
            figures(
                "Il percorso in numeri",
                ("2", "laboratori di condivisione con direzione e Comitato"),
                ("3 + 1", "incontri di formazione, tre comuni e uno di zona"),
                ("4", "laboratori di progettazione con i partner"),
                source="Programma di Cantieri della Salute.",
            ),
            heading("Dati non ancora disponibili"),
            text(
                "Tema del cantiere e date degli incontri non sono indicati nelle fonti. La chiamata per "
                "attivatori collegata a questa pagina è un esempio inventato per la dimostrazione.",
            ),
        ],
        committee=[COMMITTEE_GENERAL, COMMITTEE_MISSING],
    ),
    ZoneText(
        zone="Piana di Lucca",
        slug="piana-di-lucca",
        image="piana-di-lucca",
        abstract="Sette comuni attorno a Lucca. A San Leonardo è in corso una sperimentazione sulle Case di "
        "Comunità sostenuta dalla Regione Toscana.",
        body=[
            heading("La sperimentazione di San Leonardo"),
            text(
                "La Piana di Lucca non è tra le prime cinque zone del programma: è arrivata dopo, con una "
                "sperimentazione dedicata alla Casa di Comunità di San Leonardo e sostenuta dalla Regione "
                "Toscana.",
                "Il metodo è quello che poi è stato portato anche nella Fiorentina Sud-Est: si comincia "
                "dagli operatori dei servizi, si prosegue con il Terzo settore e le associazioni, si arriva "
                "ai cittadini.",
            ),
            heading("Dati non ancora disponibili"),
            text(
                "Le fonti parlano di una sperimentazione in corso ma non ne riportano le date, il calendario "
                "degli incontri né l’indirizzo della Casa di Comunità.",
            ),
        ],
        committee=[COMMITTEE_GENERAL, COMMITTEE_MISSING],
    ),
    ZoneText(
        zone="Valdichiana Aretina",
        slug="valdichiana-aretina",
        image="valdichiana-aretina",
        abstract="Cinque comuni della pianura e delle colline aretine: una delle cinque sperimentazioni del "
        "programma.",
        body=[
            heading("Una delle cinque sperimentazioni"),
            text(
                "È la zona con meno comuni tra quelle del programma: cinque. Il cantiere punta a rendere "
                "stabile il dialogo tra il Comitato di Partecipazione, i servizi e le associazioni, perché "
                "la collaborazione non dipenda dalla buona volontà del momento.",
            ),
            heading("Che cosa prevede il percorso"),
            text("Il programma comune prevede:", TRIAL_ACTIVITIES),
            heading("Dati non ancora disponibili"),
            text(
                "Il tema scelto e il calendario non compaiono nelle fonti. L’avviso aperto collegato a "
                "questa pagina è un esempio inventato per la dimostrazione.",
            ),
        ],
        committee=[
            COMMITTEE_GENERAL,
            "<b>Composizione d’esempio.</b> Enti, cariche, nomi e recapiti qui sotto sono inventati.",
        ],
        members=[
            (ASSOCIATION, "president", "Persona Inventata Uno (esempio)"),
            (GROUP, "secretary", "Persona Inventata Due (esempio)"),
        ],
        committee_contacts={"office": "Segreteria del Comitato (esempio)", "email": "comitato@example.org"},
        documents=[
            (
                "Regolamento del Comitato (dimostrativo)",
                "regolamento-comitato",
                "Documento inventato: come il Comitato si riunisce e decide.",
            )
        ],
    ),
]

INDEX_ABSTRACT = (
    "Sette zone-distretto della Toscana in cui Cantieri della Salute è al lavoro o lo è stato: che cosa vi "
    "accade, quali comuni ne fanno parte, come si partecipa."
)
INDEX_BODY = [
    text(
        "La zona-distretto è il territorio in cui si programmano i servizi sociali e sanitari più vicini "
        "alle persone. In alcune zone i comuni e l’azienda sanitaria lavorano insieme in una Società della "
        "Salute; in altre no: qui la si nomina solo dove una fonte la indica.",
    ),
]
