"""What the five public texts about the programme say, and where the demonstration says it."""

from typing import NamedTuple


class Fact(NamedTuple):
    """Something that a source tells.

    Attributes:
        address: the page that tells it, below the home page.
        words: how that page says it, in a row; words alone, whatever stands between two elements.
    """

    address: str
    words: tuple[str, ...]


def facts(address: str, *words: str | tuple[str, ...]) -> list[Fact]:
    return [Fact(address, (one,) if isinstance(one, str) else one) for one in words]


_VALDERA = "territori/alta-val-di-cecina-valdera/"
_SUD_EST = "territori/fiorentina-sud-est/"
_PONTASSIEVE = f"{_SUD_EST}avvio-casa-di-comunita-pontassieve-pelago-rufina/"
_SERVICE = f"{_VALDERA}servizio-di-orientamento-e-informazione/"
_TRIALS = (
    "alta-val-di-cecina-valdera",
    "amiata-val-dorcia-valdichiana-senese",
    "fiorentina-nord-ovest",
    "lunigiana",
    "valdichiana-aretina",
)

# The way to the house of three municipalities in the Fiorentina Sud-Est.
SUD_EST = [
    *facts(
        _PONTASSIEVE,
        "Casa di Comunità di Pontassieve, Pelago e Rufina",
        (
            "Regione Toscana",
            "Società della Salute Fiorentina Sud-Est",
            "Federsanità ANCI Toscana",
            "Sociolab",
        ),
        ("rafforzare le competenze", "operatori e operatrici"),
        ("costruire alleanze con la rete del territorio", "attività, servizi e spazi"),
        ("spazio di relazione", "aperto al territorio", "prossimità, ascolto e alleanze"),
        "linee guida sulle Case di Comunità come luoghi di partecipazione e di co-produzione dei servizi",
        "scritte a partire dall’esperienza di Cantieri della Salute",
        ("Formazione di operatori", "Terzo settore", "Evento pubblico", "Coinvolgimento diretto"),
        "competenze di ascolto, relazione e partecipazione",
        ("avviata nel mese di maggio", "nei mesi successivi alla formazione"),
        ("che cosa significa lavorarci", "relazione, ascolto attivo, collaborazione tra servizi"),
        "numerosi medici di medicina generale",
        "Nel nuovo modello di sanità territoriale il loro ruolo è decisivo",
        "apre un confronto tra professionisti",
        "trovare un linguaggio comune e avviare collaborazioni concrete",
        ("progettato insieme", "far conoscere la futura Casa di Comunità"),
        "sperimentazione della Piana di Lucca",
    ),
    *facts(
        _SUD_EST,
        "promosso da Federsanità ANCI Toscana in collaborazione con Sociolab",
        "insieme alla Società della Salute",
    ),
    *facts(
        "territori/piana-di-lucca/sperimentazione-san-leonardo/",
        ("San Leonardo", "Regione Toscana", "fasi progressive"),
        ("si svolge nella Piana di Lucca", "la sostiene la Regione Toscana"),
        "fino ai cittadini",
    ),
]
# What the Società della Salute announced on 23 April 2021.
VALDERA = [
    *facts(
        "novita/alta-val-di-cecina-valdera-si-progetta-insieme/",
        "23 aprile 2021",
        ("coordinato da Federsanità ANCI Toscana", "supporto tecnico di Sociolab"),
        "altre quattro zone-distretto",
        "il sistema regionale di partecipazione in sanità",
        "insieme a cittadini, operatori ed enti del Terzo settore",
        ("orientamento e informazione", "in rete dalle associazioni"),
        ("soggetti pubblici", "imprese", "istituti scolastici e di formazione", "liberi professionisti"),
        ("temi vicini alla tutela della salute", "comitati e gruppi informali attivi sul territorio"),
        ("quattro laboratori di progettazione", "online o in presenza, secondo le misure sanitarie"),
        "competenze per coinvolgere le comunità",
    ),
    *facts(
        _VALDERA,
        "Società della Salute Alta Val di Cecina Valdera",
        "Il Comitato di Partecipazione riunisce associazioni e organismi della cittadinanza attiva",
        (
            "legge regionale 75/2017",
            "viene consultato e fa proposte sull’organizzazione dei servizi della zona",
        ),
        "Protagonista è il Comitato",
        ("La pandemia", "dialogo stabile tra le istituzioni", "tutto il tessuto civico"),
        "d’intesa con la direzione",
    ),
    *facts("glossario/comitato-di-partecipazione/", "come i servizi della zona sono organizzati ed erogati"),
    *facts(
        "novita/si-cercano-attivatori-di-comunita/",
        "venerdì 14 maggio 2021",
        ("aiuta il Comitato", "progettazione e di prova del servizio"),
        ("animazione di comunità", "progettazione partecipata", "ascolto attivo", "facilitazione"),
        "come si coinvolge un",
    ),
    *facts(
        "partecipa/attivatori-di-comunita-2021/", "venerdì 14 maggio 2021", "fare da ponte con le comunità"
    ),
    *facts(
        "partecipa/partner-servizio-di-orientamento/",
        ("istruttoria", "quattro laboratori", "sperimentale"),
        "soggetti privati aventi natura giuridica: imprese, enti, associazioni",
        "lavorare in modo collaborativo con i servizi",
    ),
    *facts(
        _SERVICE,
        "Il servizio progettato viene erogato in forma sperimentale sul territorio",
        "Federsanità ANCI Toscana Coordinamento",
        "Sociolab Partecipazione e Ricerca Sociale Supporto tecnico",
    ),
]
# A sister programme: OpenLab, 2015 to 2018. Its author is a person, and stays unnamed.
OPENLAB = facts(
    "esperienze/openlab/",
    ("Unione Colline Matildiche", "Emilia-Romagna", "2015–2018"),
    "Albinea, Quattro Castella e Vezzano sul Crostolo",
    "un percorso di comunità per un nuovo welfare",
    ("sanitari, sociali, di volontariato, delle associazioni", "bisogni e dalle priorità"),
    ("L’occasione è l’apertura della Casa della Salute", "tutti contribuiscono a dire", "stare bene"),
    ("gruppi di discussione", "formazione"),
    ("Casa della Salute di Puianello", "nuovo sportello"),
    "riorganizzare i servizi sociali dell’Unione",
    ("governo condiviso", "sensibilizzazione e di mutuo aiuto"),
    (
        "medici, assistenti sociali, operatori della Casa della Salute e persone anziane",
        "laboratori creativi",
    ),
    ("«world café»", "«bar camp»"),
    ("Tre «Piazze di Prossimità»", "età matura", "accoglienza", "prevenzione", "rete di comunità"),
    "carta delle risorse e dei servizi del territorio",
    ("«talenti sociali»", "nuove fragilità"),
    "Patto sociale di comunità per il benessere e la salute",
    "istituzioni, associazioni e cittadini si impegnano a costruire e provare una nuova forma",
    "portale della partecipazione della Regione Emilia-Romagna",
    ("21 ottobre 2021", "Esperienze di area vasta: attivare reti e strategie"),
)
# Another: CasaCommunityLAB, since November 2023.
COMMUNITY_LAB = [
    *facts(
        "esperienze/casacommunitylab/",
        "ricerca, formazione e intervento",
        ("presa in carico della persona nel suo insieme", "prima di tutto nelle situazioni più complesse"),
        ("partecipazione delle professioni e dei cittadini", "progetto di salute del proprio territorio"),
        ("riorganizzare l’assistenza territoriale", "trasformare le Case della Salute"),
        "Settore Innovazione nei servizi sanitari e sociali, Regione Emilia-Romagna",
        "Dal novembre 2023",
        ("fusione di due metodi", "CaSa Lab", "Community Lab"),
        ("decreto ministeriale 77 del 2022", "Missione 6 del PNRR"),
        ("Laboratori regionali", "visione strategica", "tra settori, discipline e livelli diversi"),
        ("Laboratori locali", "formare facilitatori", "orientati alla comunità e alla persona"),
        ("Supervisione metodologica", "valutare il proprio lavoro"),
        "metodologhe della formazione e dell’innovazione sociale",
        ("Uno staff regionale coordina e valuta", "della Regione e dei servizi coinvolti"),
        ("confronto tra i due modelli", "attenzione alla prossimità"),
        (
            "lavoro di rete e di comunità",
            "mette insieme discipline e soggetti diversi",
            "sostegno al passaggio",
            "governo misto",
            "programmazione partecipata",
        ),
        "equità e inclusione",
        ("esperienze significative già presenti", "bisogni espressi dai territori"),
        ("approccio integrato, multidisciplinare e di prossimità", "incontro alle persone"),
        "CasaCommunityLAB@regione.emilia-romagna.it",
    ),
    *facts(
        "novita/dalla-casa-della-salute-alla-casa-della-comunita/",
        "professionisti della sanità e del sociale, amministratori, Terzo settore e cittadini",
    ),
]
# What the programme itself is.
PROGRAMME = [
    *facts(
        "il-programma/",
        (
            "Comitati di Partecipazione",
            "Consulta del Terzo settore",
            "Società della Salute",
            "zone-distretto",
        ),
        ("legge regionale 75 del 2017", "ne accompagna l’attuazione"),
        "aziende sanitarie e i comuni, per l’integrazione socio-sanitaria",
        ("welfare di comunità", "collaborazione tra cittadinanza e servizi pubblici"),
        ("In ogni zona si apre un cantiere", "un coinvolgimento che cresce un passo alla volta"),
        "la comunità del territorio lavorano davvero insieme",
        "sperimentazioni in altrettante zone della Toscana 5",
        ("Capacitazione", "strumenti per lavorare meglio insieme"),
        ("Comitati, per gli operatori dei servizi", "attivatori di comunità"),
        ("Progettazione partecipata", "servizi e attività"),
        ("Due laboratori con la direzione della zona e il Comitato", "interviste"),
        ("Tre incontri comuni a tutti i territori", "uno pensato per la singola zona"),
        ("Attivatori di comunità", "selezione delle candidature", "tre incontri"),
        "trasferire competenze e avviare il lavoro sul territorio",
        ("Partner", "rivolta ai soggetti del territorio", "la selezione"),
        (
            "Quattro laboratori con Società della Salute, Comitato",
            "community organizer",
            "e soggetti del territorio selezionati",
        ),
        ("provato sul territorio", "sostegno della Società della Salute", "degli attivatori"),
        "alcune risorse dedicate",
        ("newsletter", "OpenToscana", "pagina Facebook", "glossario della salute", "cronoprogramma"),
        ("Per tutta la durata", "gruppo esterno di professionisti", "partecipazione dei cittadini"),
    ),
    *(
        Fact(f"territori/{zone}/", ("cinque sperimentazioni",))
        for zone in _TRIALS
        if zone != "alta-val-di-cecina-valdera"
    ),
    Fact(_VALDERA, ("insieme ad altre quattro zone della Toscana",)),
]

ALL = [*SUD_EST, *VALDERA, *OPENLAB, *COMMUNITY_LAB, *PROGRAMME]
