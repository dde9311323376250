"""The news. Those of 2021 carry the date of their source; the others are dated from the day of loading,
because their sources name no year or because they are invented, and then they say so."""

from dataclasses import dataclass, field
from datetime import date

from demo.building.blocks import Block, bullets, figures, heading, picture, quote, text

INVENTED = (
    "<b>Contenuto dimostrativo.</b> L’avviso e gli appuntamenti di cui si parla sono inventati per mostrare "
    "come funziona il portale: nessun ente li ha indetti."
)


@dataclass(frozen=True)
class Article:
    """One news item; `dated` is a day, or how many days before the loading it was published."""

    slug: str
    title: str
    dated: date | int
    category: str
    topics: list[str]
    image: str
    abstract: str
    body: list[Block]
    territories: list[str] = field(default_factory=list)
    # Addresses, below the site's root, of what it tells of.
    about: list[str] = field(default_factory=list)
    # For search engines, where the title is longer than they show.
    seo_title: str = ""


ARTICLES = [
    Article(
        slug="alta-val-di-cecina-valdera-si-progetta-insieme",
        title="Alta Val di Cecina Valdera: associazioni e cittadini progettano un servizio di orientamento",
        seo_title="Alta Val di Cecina Valdera: si progetta insieme",
        dated=date(2021, 4, 23),
        category="comunicato",
        topics=["Partecipazione", "Terzo settore", "Progettazione partecipata"],
        image="sportello-orientamento",
        territories=["alta-val-di-cecina-valdera"],
        about=[
            "partecipa/partner-servizio-di-orientamento",
            "territori/alta-val-di-cecina-valdera/servizio-di-orientamento-e-informazione",
        ],
        abstract="La Società della Salute entra in Cantieri della Salute e apre il tavolo a enti, imprese, "
        "scuole, associazioni e gruppi informali.",
        body=[
            text(
                "La Società della Salute Alta Val di Cecina Valdera partecipa a Cantieri della Salute, il "
                "percorso della Regione Toscana coordinato da Federsanità ANCI Toscana con il supporto "
                "tecnico di Sociolab. Con lei ci sono altre quattro zone-distretto. Lo scopo è rafforzare il "
                "sistema regionale di partecipazione in sanità, insieme a cittadini, operatori ed enti del "
                "Terzo settore.",
                "Il Comitato di Partecipazione zonale ha scelto da dove cominciare: un servizio di "
                "orientamento e informazione gestito in rete dalle associazioni del territorio, da "
                "progettare insieme e poi da provare sul campo.",
            ),
            heading("Chi può partecipare"),
            text(
                "La manifestazione d’interesse si rivolge a chi, nei diciassette comuni della zona, si "
                "occupa di temi vicini alla tutela della salute:",
                bullets(
                    "soggetti pubblici;",
                    "soggetti privati con personalità giuridica, come imprese, associazioni, istituti "
                    "scolastici e di formazione;",
                    "liberi professionisti;",
                    "comitati e gruppi informali attivi sul territorio.",
                ),
            ),
            heading("Che cosa succede dopo"),
            text(
                "Chiusa la raccolta delle adesioni e svolta l’istruttoria, chi è ammesso prende parte a "
                "quattro laboratori di progettazione. Si terranno online o in presenza, secondo le misure "
                "sanitarie del momento. Ai partecipanti il percorso trasferisce anche le competenze per "
                "coinvolgere le comunità.",
            ),
        ],
    ),
    Article(
        slug="si-cercano-attivatori-di-comunita",
        title="Si cercano attivatori di comunità: candidature fino a venerdì 14 maggio",
        seo_title="Si cercano attivatori di comunità fino al 14 maggio 2021",
        dated=date(2021, 4, 23),
        category="avviso",
        topics=["Attivatori di comunità", "Partecipazione"],
        image="attivatori",
        territories=["alta-val-di-cecina-valdera"],
        about=["partecipa/attivatori-di-comunita-2021"],
        abstract="Una seconda chiamata in Alta Val di Cecina Valdera cerca cittadini disposti a fare da "
        "ponte tra il Comitato di Partecipazione e le comunità.",
        body=[
            text(
                "Accanto all’avviso per i partner, la zona ne ha pubblicato un altro, rivolto ai singoli "
                "cittadini. Chi viene scelto diventa <b>attivatore di comunità</b>: aiuta il Comitato nelle "
                "fasi di progettazione e di prova del servizio e tiene il filo con il luogo in cui vive.",
            ),
            heading("Non serve essere esperti"),
            text(
                "Agli attivatori è offerta una formazione sull’animazione di comunità e sulla progettazione "
                "partecipata. Si parla di ascolto attivo, di facilitazione, di come si coinvolge un "
                "quartiere.",
                "Il termine per candidarsi è venerdì 14 maggio 2021. L’avviso è concluso.",
            ),
        ],
    ),
    Article(
        slug="openlab-un-patto-per-il-benessere",
        title="OpenLab: da una Casa della Salute nasce un patto di comunità",
        dated=date(2021, 10, 21),
        category="notizia",
        topics=["Welfare di comunità", "Case della Comunità", "Esperienze"],
        image="colline",
        about=["esperienze/openlab"],
        abstract="Tra le esperienze raccolte dal portale c’è quella dell’Unione Colline Matildiche, in "
        "Emilia-Romagna, durata dal 2015 al 2018.",
        body=[
            text(
                "Albinea, Quattro Castella e Vezzano sul Crostolo formano l’Unione Colline Matildiche. Dopo "
                "l’apertura della loro Casa della Salute hanno chiesto a cittadini, medici, assistenti "
                "sociali e anziani di ripensare insieme i servizi.",
                "Ne sono nate tre «Piazze di Prossimità», una carta delle risorse del territorio e, alla "
                "fine, un Patto sociale di comunità per il benessere e la salute.",
                "La scheda completa è nella sezione Esperienze.",
            ),
        ],
    ),
    Article(
        slug="pontassieve-pelago-rufina-parte-il-percorso",
        title="Pontassieve, Pelago e Rufina: al via il percorso verso la Casa di Comunità",
        seo_title="Pontassieve, Pelago e Rufina verso la Casa di Comunità",
        dated=78,
        category="notizia",
        topics=["Case della Comunità", "Partecipazione"],
        image="fiorentina-sud-est",
        territories=["fiorentina-sud-est"],
        about=["territori/fiorentina-sud-est/avvio-casa-di-comunita-pontassieve-pelago-rufina"],
        abstract="Cantieri della Salute e la Società della Salute Fiorentina Sud-Est accompagnano tre comuni "
        "in un cammino a tappe.",
        body=[
            text(
                "Prima gli operatori, poi le associazioni, infine tutti i cittadini: è l’ordine scelto per "
                "preparare la Casa di Comunità di Pontassieve, Pelago e Rufina. Il percorso è partito nel "
                "mese di maggio; la fonte non riporta l’anno.",
                "A promuoverlo è Federsanità ANCI Toscana in collaborazione con Sociolab, nell’ambito del "
                "progetto della Regione Toscana e insieme alla Società della Salute.",
            ),
            heading("Due obiettivi"),
            text(
                bullets(
                    "far crescere le competenze di relazione e di partecipazione di chi lavora nei servizi;",
                    "creare con la rete del territorio le condizioni per progettare insieme attività, "
                    "servizi e spazi.",
                ),
            ),
            quote("Una casa che si prepara mettendo a confronto chi ci lavorerà e chi la userà."),
            text(
                "Il passo successivo sarà un evento pubblico, progettato da operatori e associazioni, per "
                "avvicinare la cittadinanza.",
            ),
        ],
    ),
    Article(
        slug="medici-di-famiglia-e-operatori-allo-stesso-tavolo",
        title="Medici di famiglia e operatori allo stesso tavolo",
        dated=64,
        category="notizia",
        topics=["Formazione", "Case della Comunità"],
        image="formazione",
        territories=["fiorentina-sud-est"],
        abstract="Ai primi incontri di formazione per la futura Casa di Comunità hanno preso parte numerosi "
        "medici di medicina generale.",
        body=[
            text(
                "Che cosa vuol dire lavorare in una Casa di Comunità? La domanda ha aperto i primi incontri "
                "rivolti a chi opererà nella futura casa di Pontassieve, Pelago e Rufina. Al centro ci sono "
                "la relazione, l’ascolto attivo e la collaborazione tra servizi.",
                "La partecipazione dei medici di medicina generale è il dato che gli organizzatori "
                "sottolineano. Il nuovo modello di sanità territoriale ha bisogno di loro, e la loro "
                "presenza apre un primo spazio di confronto tra le professioni che abiteranno la casa.",
            ),
            picture("colloquio", "Il confronto tra professioni è la prima tappa del percorso."),
        ],
    ),
    Article(
        slug="san-leonardo-la-sperimentazione-nella-piana-di-lucca",
        title="San Leonardo, nella Piana di Lucca, fa da apripista",
        dated=52,
        category="notizia",
        topics=["Case della Comunità", "Welfare di comunità"],
        image="piana-di-lucca",
        territories=["piana-di-lucca", "fiorentina-sud-est"],
        about=["territori/piana-di-lucca/sperimentazione-san-leonardo"],
        abstract="La sperimentazione sostenuta dalla Regione Toscana procede per fasi e ha ispirato il "
        "percorso della Fiorentina Sud-Est.",
        body=[
            text(
                "A San Leonardo la Casa di Comunità si sperimenta per gradi: gli operatori dei servizi "
                "sociali e sanitari, il Terzo settore, poi i cittadini. È lo schema che Cantieri della "
                "Salute ha portato anche a Pontassieve, Pelago e Rufina.",
                "Delle attività svolte finora le fonti non danno conto: il portale aggiornerà la pagina del "
                "percorso quando saranno disponibili date e risultati.",
            ),
        ],
    ),
    Article(
        slug="un-gruppo-esterno-valuta-la-partecipazione",
        title="Un gruppo esterno valuta quanto si partecipa",
        dated=41,
        category="notizia",
        topics=["Valutazione", "Partecipazione"],
        image="valutazione",
        abstract="Per tutta la durata del programma professionisti esterni seguono le attività e ne misurano "
        "gli effetti.",
        body=[
            text(
                "Un percorso partecipato si giudica anche da quante e quali persone riesce a coinvolgere. "
                "Per questo Cantieri della Salute affida il monitoraggio a un gruppo esterno, che osserva le "
                "attività dall’inizio alla fine.",
            ),
            heading("Che cosa si misura"),
            text(
                "L’attenzione è sull’impatto: quanto il programma ha avvicinato cittadini e associazioni ai "
                "temi della salute e agli organismi che ne discutono.",
            ),
            figures(
                "Il programma in numeri",
                ("5", "sperimentazioni"),
                ("2", "laboratori di condivisione in ogni zona"),
                ("4", "laboratori di progettazione in ogni zona"),
                source="Programma di Cantieri della Salute.",
            ),
        ],
    ),
    Article(
        slug="le-linee-guida-si-leggono-a-capitoli",
        title="Le linee guida sulle Case di Comunità si leggono a capitoli",
        dated=30,
        category="notizia",
        topics=["Case della Comunità", "Progettazione partecipata"],
        image="linee-guida",
        about=["linee-guida/partecipare-in-una-casa-di-comunita"],
        abstract="Il portale racconta in una guida breve che cosa vuol dire fare di una Casa di Comunità un "
        "luogo di partecipazione.",
        body=[
            text(
                "Le «Linee guida Case di Comunità: luoghi di partecipazione e co-produzione dei servizi» "
                "sono nate dall’esperienza di Cantieri della Salute. Il testo integrale non è pubblicato "
                "qui: la guida ne riprende l’impianto attraverso ciò che le fonti raccontano del loro uso.",
                "Ogni capitolo si può leggere e stampare da solo, e risponde a una domanda semplice: chi "
                "coinvolgere, in quale ordine, con quali strumenti.",
            ),
        ],
    ),
    Article(
        slug="chi-e-l-attivatore-di-comunita",
        title="Chi è, e che cosa fa, un attivatore di comunità",
        dated=22,
        category="notizia",
        topics=["Attivatori di comunità", "Formazione"],
        image="attivatori",
        abstract="Un cittadino che conosce il posto in cui vive e aiuta chi vi abita a parlarsi con i "
        "servizi.",
        body=[
            text(
                "Non è un dipendente e non è un portavoce. L’attivatore di comunità è una persona che mette "
                "a disposizione tempo e relazioni: ascolta, racconta ai vicini che cosa si sta progettando, "
                "riporta al Comitato di Partecipazione quello che ha sentito.",
            ),
            heading("Come si diventa attivatori"),
            text(
                "Si risponde a una manifestazione d’interesse. Una commissione legge le candidature e "
                "sceglie; seguono tre incontri in cui si imparano gli strumenti e si prepara il lavoro sul "
                "territorio.",
                "Gli attivatori accompagnano poi anche la fase di prova del servizio.",
            ),
        ],
    ),
    Article(
        slug="dalla-casa-della-salute-alla-casa-della-comunita",
        title="Dalla Casa della Salute alla Casa della Comunità: l’esperienza dell’Emilia-Romagna",
        seo_title="L’esperienza dell’Emilia-Romagna con le Case della Comunità",
        dated=15,
        category="notizia",
        topics=["Esperienze", "Case della Comunità", "Formazione"],
        image="casa-della-comunita",
        about=["esperienze/casacommunitylab"],
        abstract="CasaCommunityLAB forma chi accompagna il passaggio, con laboratori regionali, laboratori "
        "locali e supervisione.",
        body=[
            text(
                "Dal novembre 2023 la Regione Emilia-Romagna unisce due metodi, CaSa Lab e Community Lab, in "
                "un solo percorso di ricerca, formazione e intervento. Vi partecipano professionisti della "
                "sanità e del sociale, amministratori, Terzo settore e cittadini.",
                "L’esperienza interessa da vicino anche la Toscana, perché parte dalla stessa norma: il "
                "decreto ministeriale 77 del 2022, che ha ridisegnato l’assistenza territoriale.",
            ),
        ],
    ),
    Article(
        slug="avviso-aperto-partner-valdichiana-aretina",
        title="Valdichiana Aretina: aperto l’avviso per i partner di progettazione",
        dated=9,
        category="avviso",
        topics=["Terzo settore", "Progettazione partecipata"],
        image="giardino-di-quartiere",
        territories=["valdichiana-aretina"],
        about=["partecipa/partner-punto-di-ascolto"],
        abstract="Associazioni, enti, professionisti e gruppi informali possono proporsi online. Contenuto "
        "dimostrativo.",
        body=[
            text(
                INVENTED,
                "L’avviso chiede idee per un punto di ascolto e orientamento gestito insieme dalle "
                "associazioni. Si risponde con un modulo a passi: le domande cambiano secondo il tipo di "
                "organizzazione, e a un gruppo informale non si chiede quello che non può avere.",
                "Alla fine si riceve un codice, con cui seguire lo stato della candidatura.",
            ),
        ],
    ),
    Article(
        slug="due-appuntamenti-a-cui-iscriversi",
        title="Un laboratorio e un incontro online a cui iscriversi",
        dated=4,
        category="avviso",
        topics=["Partecipazione", "Formazione"],
        image="piazza",
        territories=["fiorentina-sud-est"],
        about=["partecipa/laboratorio-la-casa-che-vorrei", "partecipa/formazione-online-ascolto-attivo"],
        abstract="Aperte le iscrizioni a due appuntamenti delle prossime settimane. Contenuto dimostrativo.",
        body=[
            text(
                INVENTED,
                "Il primo è un laboratorio in presenza con i posti contati: finché ce ne sono l’iscrizione è "
                "confermata subito, poi si entra in lista d’attesa. Il secondo è un incontro di formazione "
                "online, senza limite di posti.",
            ),
        ],
    ),
]

INDEX_ABSTRACT = "Notizie, comunicati e avvisi dai territori e dal programma."
