"""Questions, contacts, legal notes, accessibility: what every public site says."""

from demo.building.blocks import Block, accordion, bullets, contacts, heading, text

DEMONSTRATION = text(
    "<b>Testo dimostrativo.</b> Questa pagina mostra che cosa va scritto qui; l’ente che userà il portale la "
    "sostituirà con il proprio testo.",
)

CALENDAR_ABSTRACT = (
    "Laboratori, incontri e formazione, e il primo e l’ultimo giorno di ogni avviso: mese per mese o tutti "
    "in fila, anche nel calendario del telefono."
)

QUESTIONS_ABSTRACT = "Le risposte alle domande più comuni su avvisi, eventi, candidature e dati personali."
QUESTIONS_BODY: list[Block] = [
    accordion(
        "Candidarsi e iscriversi",
        (
            "Devo creare un account?",
            "No. Compili il modulo, lo invii e ricevi un codice con un collegamento personale. Chi ha il "
            "collegamento può vedere e ritirare la candidatura: conservalo come una chiave.",
        ),
        (
            "Ho perso il collegamento personale. Come faccio?",
            "Ogni messaggio che ti inviamo ne contiene uno valido. Se non trovi nessun messaggio, scrivi "
            "all’indirizzo indicato nella pagina dell’avviso, con il tuo codice.",
        ),
        (
            "Posso correggere una candidatura già inviata?",
            "Finché l’avviso è aperto puoi ritirarla e mandarne una nuova. Se manca qualcosa, la commissione "
            "può chiederti un’integrazione e darti un termine per rispondere.",
        ),
        (
            "Che cosa succede se arrivo dopo la scadenza?",
            "Il modulo si chiude al giorno e all’ora indicati. Vale il momento in cui la richiesta arriva al "
            "portale.",
        ),
        (
            "Un gruppo senza statuto può partecipare?",
            "Sì, quando l’avviso lo prevede. Il modulo non gli chiede codice fiscale, sede legale o "
            "rappresentante legale.",
        ),
        (
            "Ho meno di 18 anni: posso candidarmi?",
            "Dipende dall’avviso, che indica l’età minima. A chi è minorenne è chiesto il contatto di un "
            "genitore o di chi ne fa le veci.",
        ),
    ),
    accordion(
        "Eventi",
        (
            "L’evento è pieno. Ha senso iscriversi?",
            "Sì: entri in lista d’attesa nell’ordine di arrivo. Se si libera un posto ti scriviamo subito.",
        ),
        (
            "Non posso più venire. Che cosa devo fare?",
            "Apri il collegamento personale e annulla l’iscrizione: il posto passa a chi è in lista.",
        ),
    ),
    accordion(
        "Dati personali",
        (
            "Perché non mi chiedete un consenso?",
            "Perché un ente pubblico tratta questi dati per un compito di interesse pubblico. La casella del "
            "modulo conferma soltanto che hai letto l’informativa.",
        ),
        (
            "Per quanto tempo conservate i miei dati?",
            "Per i mesi indicati nella pagina dell’avviso o dell’evento; poi candidatura e file vengono "
            "cancellati.",
        ),
    ),
]

CONTACTS_ABSTRACT = "A chi scrivere per informazioni sul portale, sugli avvisi e sui dati personali."
CONTACTS_BODY: list[Block] = [
    DEMONSTRATION,
    contacts("Redazione del portale", email="redazione@demo.example", hours="Dal lunedì al venerdì, 9–13"),
    contacts("Segreteria della partecipazione (ufficio inventato)", email="partecipazione@demo.example"),
    contacts("Protezione dei dati personali", email="privacy@demo.example"),
    heading("Prima di scrivere"),
    text(
        "Per una candidatura già inviata tieni a portata di mano il codice che trovi nella ricevuta: "
        "comincia con CS. Per i servizi sanitari di una zona rivolgiti all’ente che la gestisce: i recapiti, "
        "quando li conosciamo, sono nella pagina del territorio.",
    ),
]

PRIVACY_ABSTRACT = "Quali dati tratta questo sito, perché e per quanto tempo."
PRIVACY_BODY: list[Block] = [
    DEMONSTRATION,
    heading("Chi visita il sito"),
    text(
        "Per leggere le pagine pubbliche non è richiesto alcun dato. Il sito non usa cookie di profilazione, "
        "non carica contenuti di terzi e non misura le visite con servizi esterni. Durante la compilazione "
        "di un modulo può essere usato un cookie tecnico, necessario alla sicurezza: per questo non compare "
        "alcun banner.",
    ),
    heading("Chi risponde a un avviso o si iscrive a un evento"),
    text(
        "Ogni modulo è accompagnato dalla propria informativa, che spiega titolare, finalità, base "
        "giuridica, tempi di conservazione e diritti secondo l’articolo 13 del Regolamento (UE) 2016/679. La "
        "versione letta resta collegata alla candidatura.",
    ),
    heading("I tuoi diritti"),
    text(
        "Puoi chiedere al titolare:",
        bullets(
            "di sapere quali tuoi dati sono trattati e di riceverne copia;",
            "di correggerli o completarli;",
            "di cancellarli o limitarne l’uso, nei casi previsti;",
            "di non trattarli, per motivi legati alla tua situazione particolare.",
        ),
        "Puoi anche presentare un reclamo al Garante per la protezione dei dati personali.",
    ),
]

LEGAL_ABSTRACT = "Natura dei contenuti, licenze e responsabilità."
LEGAL_BODY: list[Block] = [
    DEMONSTRATION,
    heading("Contenuti"),
    text(
        "I fatti sul programma Cantieri della Salute sono ripresi da testi pubblici e raccontati con parole "
        "nuove. Ciò che le fonti non dicono è indicato come dato non disponibile. Avvisi, eventi, persone e "
        "candidature contrassegnati come dimostrativi sono inventati.",
        "Questo sito non è un canale ufficiale della Regione Toscana, delle Società della Salute o degli "
        "altri enti nominati.",
    ),
    heading("Illustrazioni"),
    text(
        "Le illustrazioni sono state disegnate per questo portale e ne seguono la licenza. Luoghi e persone "
        "sono immaginari, anche quando ricordano paesaggi reali.",
    ),
    heading("Software"),
    text("Il portale è software libero, distribuito con licenza EUPL 1.2."),
]

ACCESSIBILITY_ABSTRACT = "Come è fatto il sito perché tutti possano usarlo, e come segnalare un ostacolo."
ACCESSIBILITY_BODY: list[Block] = [
    DEMONSTRATION,
    heading("Il nostro impegno"),
    text(
        "Il sito è progettato secondo le linee guida WCAG 2.2, livello AA. Ogni pagina si può usare con la "
        "sola tastiera, con un lettore di schermo e senza JavaScript; i testi si ingrandiscono senza perdere "
        "contenuti.",
    ),
    heading("Dov’è la dichiarazione"),
    text(
        "Ogni amministrazione pubblica la propria dichiarazione sul sito di AgID e ne indica qui "
        "l’indirizzo. Per questa dimostrazione non esiste una dichiarazione.",
    ),
    heading("Segnala un problema"),
    text(
        "Se qualcosa ti impedisce di leggere una pagina o di completare un modulo, scrivi a "
        "redazione@demo.example raccontando che cosa stavi facendo. Ti rispondiamo entro trenta giorni.",
    ),
]
