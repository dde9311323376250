"""The programme: what it is, what it does in each zone, with which figures, from its public texts."""

from demo.building.blocks import Block, bullets, figures, heading, picture, steps, table, text

SLUG = "il-programma"
TITLE = "Il programma"
ABSTRACT = (
    "Cantieri della Salute porta cittadini e associazioni dentro le scelte sulla salute di comunità: che "
    "cos’è, come si svolge, chi lo fa."
)

BODY: list[Block] = [
    heading("Che cos’è"),
    text(
        "Cantieri della Salute è un percorso partecipativo della Regione Toscana. È coordinato da "
        "Federsanità ANCI Toscana con il supporto tecnico di Sociolab. Vuole che i cittadini e il tessuto "
        "associativo contino di più quando si parla di salute, e per farlo rafforza chi già li rappresenta: "
        "i Comitati di Partecipazione, la Consulta del Terzo settore, le Società della Salute e le "
        "zone-distretto.",
        "Il riferimento è la legge regionale 75 del 2017, che ha ridisegnato la partecipazione in sanità. Il "
        "programma ne accompagna l’attuazione con metodo, formazione e sperimentazioni.",
        "Con loro lavorano le aziende sanitarie e i comuni, per l’integrazione socio-sanitaria. Lo scopo è "
        "un welfare di comunità che nasce dalla collaborazione tra cittadinanza e servizi pubblici.",
    ),
    figures(
        "Il programma in numeri",
        ("5", "sperimentazioni in altrettante zone della Toscana"),
        ("2", "laboratori per condividere contesto e bisogni"),
        ("3 + 1", "incontri di formazione: tre comuni a tutte le zone, uno specifico"),
        ("4", "laboratori di progettazione partecipata"),
        source="Programma di Cantieri della Salute. I laboratori e gli incontri si intendono per ogni zona.",
    ),
    heading("Due idee guida"),
    text(
        "In ogni zona si apre un cantiere: un coinvolgimento che cresce un passo alla volta, finché il "
        "Comitato e la comunità del territorio lavorano davvero insieme. Lo reggono due idee.",
        bullets(
            "<b>Capacitazione.</b> Chi partecipa riceve strumenti per lavorare meglio insieme: vale per i "
            "Comitati, per gli operatori dei servizi, per gli attivatori di comunità.",
            "<b>Progettazione partecipata.</b> In ogni zona si individuano servizi e attività da pensare e "
            "da provare in modo collaborativo.",
        ),
    ),
    picture("laboratorio", "In ogni zona il lavoro comune passa da quattro laboratori di progettazione."),
    heading("Come si svolge un cantiere"),
    text(
        steps(
            "<b>Condivisione.</b> Due laboratori con la direzione della zona e il Comitato, e alcune "
            "interviste, per capire da quali bisogni partire.",
            "<b>Formazione.</b> Tre incontri comuni a tutti i territori e uno pensato per la singola zona.",
            "<b>Attivatori di comunità.</b> Una manifestazione d’interesse, la selezione delle candidature e "
            "tre incontri per trasferire competenze e avviare il lavoro sul territorio.",
            "<b>Partner.</b> Una seconda manifestazione d’interesse, rivolta ai soggetti del territorio, e "
            "la selezione.",
            "<b>Progettazione.</b> Quattro laboratori con Società della Salute, Comitato, <i>community "
            "organizer</i> e soggetti del territorio selezionati.",
            "<b>Sperimentazione.</b> Il servizio o l’intervento può essere provato sul territorio, con il "
            "sostegno della Società della Salute, degli attivatori e di alcune risorse dedicate.",
        ),
    ),
    table(
        "Le attività di un cantiere",
        ["Attività", "Quanti incontri", "Chi partecipa"],
        ["Condivisione", "2 laboratori e interviste", "Direzione della zona, Comitato"],
        ["Formazione", "3 generali e 1 specifico", "Comitato, operatori"],
        ["Formazione degli attivatori", "3", "Cittadini selezionati"],
        ["Progettazione", "4 laboratori", "Società della Salute, Comitato, attivatori, partner"],
    ),
    heading("Un lavoro misurato"),
    text(
        "Per tutta la durata del programma un gruppo esterno di professionisti segue le attività e valuta "
        "quanto abbiano inciso sulla partecipazione dei cittadini e delle associazioni.",
    ),
    heading("Dalle zone alle Case di Comunità"),
    text(
        "Dopo le cinque sperimentazioni il programma ha cominciato ad accompagnare l’avvio delle Case di "
        "Comunità, intese come spazi di relazione aperti al territorio: prima a San Leonardo, nella Piana di "
        "Lucca, poi a Pontassieve, Pelago e Rufina. Il metodo è raccolto nelle linee guida nate da questa "
        "esperienza.",
    ),
    heading("Come seguire il programma"),
    text(
        "Il programma ha previsto una newsletter, una stanza dedicata in OpenToscana, una "
        "pagina Facebook, un glossario della salute e un cronoprogramma. In questo portale trovi le novità, "
        "i territori, gli avvisi e gli appuntamenti.",
    ),
]
