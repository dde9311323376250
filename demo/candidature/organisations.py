"""Invented organisations that answer the open call."""

from demo.candidature.applications import Application, Move

OPEN_CALL_APPLICATIONS = [
    Application(
        first_name="Anna",
        last_name="Prova",
        organisation_name="Associazione Esempio ODV",
        municipality="Cortona",
        sent=(-8, 10),
        answers={
            "tipo": "odv",
            "odv-cf": "99000000010",
            "odv-runts": "PROVA-0001",
            "odv-sede": "Via dell’Esempio 1, Cortona (AR)",
            "odv-legale": "Anna Prova",
            "sito": "https://esempio-odv.example",
            "settori": ["anziani", "prevenzione"],
            "dove": "Cortona",
            "esperienza": "Da sei anni accompagniamo le persone anziane alle visite e teniamo un telefono "
            "amico il martedì e il giovedì. Nel 2024 abbiamo organizzato quattro incontri sulla prevenzione "
            "delle cadute.",
            "idea": "Vorremmo trasformare il nostro telefono in un punto di ascolto condiviso con le altre "
            "associazioni, con turni comuni e una scheda uguale per tutti, così che chi chiama non debba "
            "ripetere la sua storia.",
            "contributo": ["persone", "competenze"],
            "quattro-incontri": "yes",
        },
        files={"odv-statuto": "statuto-esempio-odv.pdf", "identita": "documento-prova.pdf"},
        moves=[Move("take", "revisore", -7), Move("admit", "revisore", -5)],
    ),
    Application(
        first_name="Bruno",
        last_name="Esempio",
        organisation_name="Gruppo del Lunedì",
        municipality="Castiglion Fiorentino",
        sent=(-7, 21),
        answers={
            "tipo": "gruppo",
            "gruppo-persone": "14",
            "gruppo-luogo": "Nella sala sopra la biblioteca",
            "settori": ["famiglie", "altro-settore"],
            "settore-quale": "Cammini di quartiere",
            "dove": "Castiglion Fiorentino",
            "esperienza": "Camminiamo insieme ogni lunedì sera. All’inizio eravamo in tre, ora siamo una "
            "quindicina, e ci si scambiano informazioni su medici, orari, servizi.",
            "idea": "Portare il punto di ascolto fuori dalle stanze: un appuntamento fisso durante la "
            "camminata, con una persona preparata a cui fare domande.",
            "contributo": ["persone", "comunicazione"],
            "quattro-incontri": "no",
            "quali-incontri": "A tre su quattro: in settembre molti di noi vendemmiano.",
        },
        files={"identita": "carta-identita.pdf"},
        moves=[Move("take", "revisore", -6)],
    ),
    Application(
        first_name="Carla",
        last_name="Dimostrini",
        organisation_name="Cooperativa sociale Il Campione",
        municipality="Foiano della Chiana",
        sent=(-6, 12),
        answers={
            "tipo": "coop",
            "coop-cf": "99999999990",
            "coop-sede": "Piazza del Modello 3, Foiano della Chiana (AR)",
            "coop-legale": "Carla Dimostrini",
            "coop-pec": "ilcampione@pec.example",
            "settori": ["disabilita", "giovani"],
            "dove": "Foiano della Chiana",
            "esperienza": "Gestiamo un centro diurno e un laboratorio di falegnameria. Lavoriamo con i "
            "servizi sociali su progetti individuali.",
            "idea": "Mettere a disposizione il centro due mattine alla settimana come sportello, con "
            "un’operatrice formata e un calendario condiviso con le altre realtà.",
            "contributo": ["spazi", "competenze", "persone"],
            "quattro-incontri": "yes",
        },
        files={"coop-statuto": "statuto-il-campione.pdf", "identita": "documento-dimostrini.pdf"},
        moves=[
            Move(
                "request_info",
                "revisore",
                -4,
                reason="Lo statuto allegato si interrompe a pagina 4. Ti chiediamo di inviare il documento "
                "completo.",
                due_days=12,
                asks=("coop-statuto",),
            )
        ],
    ),
    Application(
        first_name="Dario",
        last_name="Fittizi",
        organisation_name="Istituto comprensivo Modello",
        municipality="Lucignano",
        sent=(-5, 9),
        answers={
            "tipo": "scuola",
            "scuola-cf": "12345670017",
            "scuola-sede": "Viale della Prova 20, Lucignano (AR)",
            "scuola-legale": "Dario Fittizi",
            "settori": ["giovani", "prevenzione"],
            "dove": "Lucignano",
            "esperienza": "Da due anni le classi terze curano un giornale murale sui servizi del paese.",
            "idea": "Coinvolgere ragazze e ragazzi nella scrittura di una guida ai servizi in parole "
            "semplici, da distribuire nei luoghi in cui le persone passano davvero: forno, farmacia, fermata "
            "dell’autobus.",
            "contributo": ["spazi", "comunicazione"],
            "quattro-incontri": "yes",
        },
        files={"identita": "documento-fittizi.pdf"},
        moves=[],
    ),
    Application(
        first_name="Elena",
        last_name="Bozza",
        organisation_name="Comitato Piazza Inventata",
        municipality="Marciano della Chiana",
        sent=(-3, 19),
        answers={
            "tipo": "comitato",
            "comitato-ha-cf": "no",
            "comitato-persone": "9",
            "settori": ["famiglie"],
            "dove": "Marciano della Chiana",
            "esperienza": "Il comitato è nato per la cura della piazza. Durante l’inverno organizziamo la "
            "spesa per chi non può uscire.",
            "idea": "Un tavolo in piazza ogni sabato, con a turno un’associazione della rete.",
            "contributo": ["persone"],
            "quattro-incontri": "yes",
        },
        files={"identita": "identita-bozza.pdf"},
        moves=[],
    ),
    Application(
        first_name="Fabio",
        last_name="Simulati",
        organisation_name="Studio Simulati",
        municipality="Cortona",
        sent=(-2, 15),
        answers={
            "tipo": "professionista",
            "professionista-iva": "00999990013",
            "professionista-albo": "Albo degli assistenti sociali (iscrizione inventata)",
            "settori": ["migranti", "famiglie"],
            "dove": "Cortona",
            "esperienza": "Ho coordinato per tre anni uno sportello di segretariato sociale.",
            "idea": "Posso formare i volontari della rete su come si conduce un colloquio di orientamento e "
            "su quando è bene passare la mano ai servizi.",
            "contributo": ["competenze"],
            "quattro-incontri": "yes",
        },
        files={"identita": "documento-simulati.pdf"},
        moves=[Move("withdraw", "", -1)],
    ),
]
