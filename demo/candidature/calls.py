"""The two calls of Alta Val di Cecina Valdera, as far as their source dates them, and two invented ones."""

from demo.building.blocks import Block, accordion, bullets, heading, html, steps, text

INVENTED_TITLE = "(dimostrativo)"
INVENTED = text(
    "<b>Contenuto dimostrativo.</b> Questo avviso è inventato per mostrare come funziona il portale: nessun "
    "ente lo ha indetto e le candidature non hanno alcun effetto."
)

# Said of the two real calls: the source names no office.
OFFICE_UNKNOWN = "Dato non disponibile"

INDEX_ABSTRACT = (
    "Avvisi a cui rispondere ed eventi a cui iscriversi: che cosa è aperto, che cosa si aprirà, com’è finita."
)

FAQ = accordion(
    "Domande frequenti",
    (
        "Devo registrarmi?",
        "No. Non servono password: alla fine ricevi un codice e un collegamento personale con cui seguire, "
        "completare o ritirare la candidatura.",
    ),
    (
        "Posso interrompere e riprendere?",
        "Sì. A ogni passo le risposte vengono salvate; per trenta giorni puoi riprenderle dal collegamento "
        "che trovi nel modulo.",
    ),
    (
        "Quali file posso allegare?",
        "Ogni domanda indica i formati e la dimensione massima. Di solito bastano un PDF o una foto "
        "leggibile.",
    ),
    (
        "Come saprò com’è andata?",
        "Ti scriviamo a ogni passaggio. Lo stato si legge anche dal collegamento personale; l’esito "
        "pubblicato riporta i codici, non i nomi.",
    ),
)

PARTNERS_2021 = {
    "slug": "partner-servizio-di-orientamento",
    "title": "Partner per la progettazione del servizio di orientamento e informazione",
    "seo_title": "Partner per il servizio di orientamento, 2021",
    "abstract": "La chiamata del 2021 ai soggetti dell’Alta Val di Cecina Valdera che volevano progettare il "
    "servizio insieme al Comitato di Partecipazione.",
    "window_note": "La fonte, del 23 aprile 2021, non riporta i termini.",
    "eligible_subjects": html(
        "Realtà attive nella zona, con obiettivi vicini alla tutela della salute:",
        bullets(
            "soggetti pubblici;",
            "soggetti privati aventi natura giuridica: imprese, enti, associazioni, istituti scolastici e di "
            "formazione, liberi professionisti;",
            "comitati e gruppi informali.",
        ),
    ),
    "criteria": html("Criteri di valutazione: dato non disponibile."),
}
PARTNERS_2021_BODY: list[Block] = [
    heading("Di che cosa si trattava"),
    text(
        "Il Comitato di Partecipazione zonale e la Società della Salute cercavano compagni di strada per "
        "ideare un servizio integrato di orientamento e informazione, gestito in rete dalle associazioni ed "
        "erogato poi in forma sperimentale.",
    ),
    heading("Che cosa accadeva dopo"),
    text(
        steps(
            "Alla scadenza, l’istruttoria delle adesioni ricevute.",
            "L’invito a quattro laboratori di progettazione partecipata, online o in presenza secondo le "
            "misure sanitarie.",
            "La prova del servizio sul territorio.",
        ),
        "Ai partecipanti erano trasferite le competenze per coinvolgere le comunità locali e lavorare in "
        "modo collaborativo con i servizi.",
    ),
    heading("Il modulo"),
    text(
        "Le domande che compaiono nel modulo sono ricostruite per la dimostrazione: il testo originale non è "
        "tra le fonti.",
    ),
]

ACTIVATORS_2021 = {
    "slug": "attivatori-di-comunita-2021",
    "title": "Attivatori di comunità in Alta Val di Cecina Valdera",
    "abstract": "Nel 2021 la zona cercava cittadini disposti a sostenere il Comitato di Partecipazione e a "
    "fare da ponte con le comunità.",
    "window_note": "La fonte indica il giorno, venerdì 14 maggio 2021, ma non l’ora: la chiusura è mostrata "
    "alla fine di quel giorno. La data di apertura non è disponibile.",
    "eligible_subjects": html(
        "Cittadini disponibili a sostenere il Comitato di Partecipazione nella progettazione e nella prova "
        "del servizio, e a tenere il legame con le comunità del territorio.",
    ),
    "criteria": html("Criteri di selezione: dato non disponibile."),
}
ACTIVATORS_2021_BODY: list[Block] = [
    heading("Che cosa si chiedeva"),
    text(
        "Tempo, relazioni, curiosità. Gli attivatori sono cittadini che accompagnano il lavoro del Comitato "
        "e portano dentro il percorso la voce dei luoghi in cui vivono.",
    ),
    heading("Che cosa si riceveva"),
    text(
        "Una formazione sull’attivazione e l’animazione di comunità e sulla progettazione partecipata, con "
        "temi come l’ascolto attivo, la facilitazione e il coinvolgimento delle comunità.",
    ),
    heading("Le candidature di allora"),
    text(
        "Questo portale non ha ricevuto le candidature del 2021, e l’esito non compare nelle fonti.",
    ),
]

GLOSSARY_CALL = {
    "slug": "proponi-una-voce-del-glossario",
    "title": f"Proponi una voce del glossario {INVENTED_TITLE}",
    "abstract": "Manca una parola, o una definizione non è chiara? Chi cura il glossario legge ogni "
    "proposta e risponde.",
}
GLOSSARY_CALL_BODY: list[Block] = [
    INVENTED,
    heading("Come funziona"),
    text(
        "Scrivi il termine e che cosa significa per te. La redazione lo controlla, chiede se serve una "
        "fonte o un’aggiunta, e ti dice se entra nel glossario. Il tuo nome non compare nella voce.",
    ),
]

OPEN_CALL = {
    "slug": "partner-punto-di-ascolto",
    "title": f"Partner per un punto di ascolto in Valdichiana Aretina {INVENTED_TITLE}",
    "abstract": "Associazioni, enti, scuole, professionisti e gruppi informali possono candidarsi a "
    "progettare insieme un punto di ascolto e orientamento.",
    "window_note": "",
    "eligible_subjects": html(
        "Possono rispondere soggetti pubblici e privati, comitati e gruppi informali attivi in almeno uno "
        "dei comuni della Valdichiana Aretina.",
    ),
    "criteria": html(
        "La commissione assegna fino a 100 punti:",
        bullets(
            "coerenza della proposta con i bisogni del territorio: fino a 40;",
            "esperienza in attività vicine alla salute: fino a 30;",
            "disponibilità a lavorare in rete: fino a 30.",
        ),
    ),
}
# By which its committee gives points: the same that the page names.
OPEN_CALL_SCORING: list[Block] = [
    {"type": "criterion", "id": key, "value": {"text": text, "help": explained, "most": most}}
    for key, text, explained, most in [
        (
            "coerenza",
            "Coerenza della proposta con i bisogni del territorio",
            "Da 30 in su se nomina un bisogno preciso e dice come se ne accorgerà chi ne ha.",
            40,
        ),
        ("esperienza", "Esperienza in attività vicine alla salute", "", 30),
        ("rete", "Disponibilità a lavorare in rete", "Contano gli incontri a cui può esserci.", 30),
    ]
]
OPEN_CALL_BODY: list[Block] = [
    INVENTED,
    heading("Di che cosa si tratta"),
    text(
        "Cerchiamo realtà con cui progettare un punto di ascolto gestito in rete: un luogo, o più luoghi, in "
        "cui una persona trovi chi la aiuta a capire a quale servizio rivolgersi.",
        "Chi è ammesso partecipa a quattro laboratori di progettazione.",
    ),
    heading("Cosa serve"),
    text(
        bullets(
            "mezz’ora di tempo;",
            "i dati dell’organizzazione e, se previsti per il tuo tipo di ente, il numero RUNTS e lo statuto "
            "in PDF;",
            "un documento di identità di chi presenta la domanda.",
        ),
        "A un gruppo informale non sono chiesti codice fiscale, sede legale o rappresentante.",
    ),
    FAQ,
]

CLOSED_CALL = {
    "slug": "attivatori-di-comunita-lunigiana",
    "title": f"Attivatori di comunità in Lunigiana {INVENTED_TITLE}",
    "abstract": "Chiamata per cittadine e cittadini dai 16 anni: le candidature sono chiuse, la commissione "
    "è al lavoro e i primi esiti sono pubblicati.",
    "window_note": "",
    "eligible_subjects": html(
        "Persone che hanno compiuto 16 anni e vivono in uno dei comuni della Lunigiana. Per chi non ha "
        "ancora 18 anni conferma un genitore, o chi ne fa le veci.",
    ),
    "criteria": html(
        "Contano la motivazione, la conoscenza del territorio e la disponibilità di tempo. Titoli di studio "
        "e curriculum non danno punteggio.",
    ),
}
CLOSED_CALL_BODY: list[Block] = [
    INVENTED,
    heading("Che cosa fa un attivatore"),
    text(
        "Ascolta, informa, mette in contatto. Lavora accanto al Comitato di Partecipazione e riceve una "
        "formazione in tre incontri.",
    ),
    FAQ,
]

OUTCOME_INTRO = (
    "Primi esiti della selezione. Sono pubblicati i codici assegnati alla ricezione, mai i nomi. Le "
    "candidature ancora in istruttoria riceveranno una risposta entro il termine indicato nella ricevuta."
)
