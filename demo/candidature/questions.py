"""The questions that real calls ask: of organisations, of citizens, of who comes to an event.

What an organisation is asked depends on what it is: the RUNTS number only where its type can have one, no tax
code or legal representative of an informal group.
"""

from demo.candidature.form import (
    Block,
    declaration,
    eligibility,
    leads_out,
    one_choice,
    option,
    question,
    several_choices,
    step,
)

TRUTH = (
    "Dichiaro, ai sensi degli articoli 46 e 47 del DPR 445/2000, che quanto riportato in questa domanda è "
    "vero, e di conoscere le conseguenze previste per le dichiarazioni false."
)


def legal_entity(kind: str, *, runts: str = "", deed: bool = True, representative: str = "") -> list[Block]:
    """What an organisation with a legal form is asked; `runts` is "required", "optional" or empty.

    Keys begin with the type, because the same question under two options is two questions.
    """
    asked = [
        question("tax_code", f"{kind}-cf", "Codice fiscale dell’ente", holder="organisation"),
        question("address", f"{kind}-sede", "Sede legale"),
        question(
            "short_text",
            f"{kind}-legale",
            representative or "Nome e cognome di chi ha la rappresentanza legale",
            max_length=160,
        ),
        question("pec", f"{kind}-pec", "Indirizzo PEC", required=False),
    ]
    if runts:
        asked.insert(
            1,
            question(
                "short_text",
                f"{kind}-runts",
                "Numero di iscrizione al RUNTS",
                help="Il Registro unico nazionale del Terzo settore.",
                required=runts == "required",
                max_length=40,
            ),
        )
    if deed:
        asked.append(
            question(
                "file",
                f"{kind}-statuto",
                "Statuto o atto costitutivo",
                kinds=["pdf", "signed"],
                max_megabytes=10,
                max_files=1,
            )
        )
    return asked


def tax_code_if_any(kind: str) -> Block:
    return question(
        "yes_no",
        f"{kind}-ha-cf",
        "Ha un codice fiscale proprio?",
        if_yes=[question("tax_code", f"{kind}-cf", "Codice fiscale", holder="organisation")],
    )


def organisation_type() -> Block:
    return one_choice(
        "tipo",
        "Che tipo di organizzazione rappresenti?",
        option("odv", "Organizzazione di volontariato (ODV)", *legal_entity("odv", runts="required")),
        option("aps", "Associazione di promozione sociale (APS)", *legal_entity("aps", runts="required")),
        option("coop", "Cooperativa sociale", *legal_entity("coop", runts="optional")),
        option("impresa", "Impresa sociale", *legal_entity("impresa", runts="optional")),
        option("fondazione", "Fondazione", *legal_entity("fondazione", runts="optional")),
        option("ente", "Ente pubblico", *legal_entity("ente", deed=False)),
        option(
            "scuola",
            "Istituto scolastico o di formazione",
            *legal_entity("scuola", deed=False, representative="Nome e cognome di chi dirige l’istituto"),
        ),
        option(
            "professionista",
            "Libera o libero professionista",
            question("vat_number", "professionista-iva", "Partita IVA"),
            question(
                "short_text",
                "professionista-albo",
                "Ordine o albo, se iscritto",
                required=False,
                max_length=160,
            ),
            question("pec", "professionista-pec", "Indirizzo PEC", required=False),
        ),
        option(
            "comitato",
            "Comitato",
            tax_code_if_any("comitato"),
            question(
                "number", "comitato-persone", "Quante persone ne fanno parte?", minimum=2, required=False
            ),
        ),
        option(
            "gruppo",
            "Gruppo informale",
            question(
                "number",
                "gruppo-persone",
                "Quante persone ne fanno parte?",
                help="Basta una stima.",
                minimum=2,
            ),
            question(
                "short_text", "gruppo-luogo", "Dove vi ritrovate di solito?", required=False, max_length=160
            ),
        ),
        option(
            "altro",
            "Altro",
            question("short_text", "altro-quale", "Di che cosa si tratta?", max_length=160),
            tax_code_if_any("altro"),
        ),
    )


def organisation_steps() -> list[Block]:
    return [
        step(
            "organizzazione",
            "L’organizzazione",
            organisation_type(),
            question("short_text", "sito", "Sito o pagina pubblica", required=False, max_length=200),
            intro="Le domande che seguono cambiano secondo il tipo che scegli: ti chiediamo solo ciò che ti "
            "riguarda.",
        ),
        step(
            "attivita",
            "Attività e territorio",
            several_choices(
                "settori",
                "Di che cosa vi occupate?",
                option("anziani", "Persone anziane"),
                option("giovani", "Giovani e scuola"),
                option("famiglie", "Famiglie e infanzia"),
                option("disabilita", "Disabilità"),
                option("salute-mentale", "Benessere psicologico"),
                option("migranti", "Accoglienza e mediazione"),
                option("prevenzione", "Prevenzione e stili di vita"),
                option(
                    "altro-settore",
                    "Altro",
                    question("short_text", "settore-quale", "Quale?", max_length=160),
                ),
            ),
            question("municipality", "dove", "In quale comune lavorate di più?"),
            question(
                "long_text",
                "esperienza",
                "Quali esperienze avete già fatto su temi vicini alla salute?",
                help="Due o tre esempi bastano.",
                max_length=2000,
            ),
        ),
        step(
            "proposta",
            "La proposta",
            question(
                "long_text",
                "idea",
                "Che cosa vorreste costruire insieme agli altri?",
                help="Un’idea, anche da precisare.",
                max_length=3000,
            ),
            several_choices(
                "contributo",
                "Che cosa potete mettere a disposizione?",
                option("persone", "Persone e volontari"),
                option("spazi", "Spazi"),
                option("competenze", "Competenze"),
                option("comunicazione", "Canali di comunicazione"),
            ),
            question(
                "yes_no",
                "quattro-incontri",
                "Potete partecipare a tutti e quattro i laboratori?",
                if_no=[
                    question(
                        "short_text", "quali-incontri", "A quanti pensate di poter venire?", max_length=160
                    )
                ],
            ),
        ),
        step(
            "documenti",
            "Documenti e dichiarazioni",
            question(
                "file",
                "identita",
                "Documento di identità di chi presenta la domanda",
                help="Fronte e retro, in un solo PDF o in due immagini.",
                kinds=["pdf", "image"],
                max_megabytes=10,
                max_files=2,
            ),
            declaration("verita", TRUTH),
            declaration(
                "impegno",
                "Ci impegniamo a partecipare ai laboratori con almeno una persona, se saremo ammessi.",
            ),
        ),
    ]


def citizen_steps() -> list[Block]:
    return [
        step(
            "su-di-te",
            "Su di te",
            question(
                "date",
                "nascita",
                "Data di nascita",
                help="Ci si può candidare dai 16 anni compiuti.",
                minimum_age=16,
            ),
            question(
                "yes_no",
                "maggiorenne",
                "Hai già compiuto 18 anni?",
                if_no=[
                    question(
                        "short_text",
                        "tutore-nome",
                        "Nome e cognome di un genitore o di chi ne fa le veci",
                        max_length=160,
                    ),
                    question("phone", "tutore-telefono", "Il suo numero di telefono"),
                    question("email", "tutore-email", "Il suo indirizzo email", required=False),
                ],
            ),
        ),
        step(
            "motivazione",
            "Motivazione ed esperienza",
            question(
                "long_text",
                "perche",
                "Perché vuoi diventare attivatrice o attivatore di comunità?",
                max_length=2000,
            ),
            question(
                "yes_no",
                "gia-fatto",
                "Hai già esperienze di volontariato o di attività con la comunità?",
                if_yes=[question("long_text", "quali", "Raccontane una", max_length=1500)],
            ),
            several_choices(
                "punti-di-forza",
                "In che cosa ti riconosci di più?",
                option("ascolto", "So ascoltare"),
                option("organizzo", "So organizzare"),
                option("conosco", "Conosco bene il mio paese"),
                option("racconto", "So raccontare e comunicare"),
                option("lingue", "Parlo più lingue"),
                max_choices=3,
            ),
        ),
        step(
            "disponibilita",
            "Disponibilità",
            several_choices(
                "quando",
                "Quando puoi partecipare?",
                option("mattina", "Al mattino"),
                option("pomeriggio", "Nel pomeriggio"),
                option("sera", "La sera"),
                option("sabato", "Il sabato"),
            ),
            one_choice(
                "ore",
                "Quante ore al mese pensi di poter dedicare?",
                option("fino-4", "Fino a 4"),
                option("fino-8", "Da 5 a 8"),
                option("oltre-8", "Più di 8"),
            ),
            question(
                "file",
                "curriculum",
                "Curriculum",
                help="Facoltativo: non incide sull’ammissibilità.",
                required=False,
                kinds=["pdf", "text"],
                max_megabytes=5,
                max_files=1,
            ),
        ),
        step(
            "dichiarazioni",
            "Dichiarazioni",
            declaration("verita", TRUTH),
            declaration(
                "formazione",
                "Se sarò selezionata o selezionato, mi impegno a frequentare i tre incontri di formazione.",
            ),
        ),
    ]


def event_steps(*, online: bool = False) -> list[Block]:
    closing: list[Block] = (
        [
            question(
                "yes_no", "prova", "Vuoi fare una prova di collegamento qualche giorno prima?", required=False
            )
        ]
        if online
        else [
            several_choices(
                "predisporre",
                "Che cosa possiamo predisporre?",
                option("gradini", "Accesso senza gradini"),
                option("lis", "Interprete LIS"),
                option("bambini", "Uno spazio per i bambini"),
                required=False,
                help="Serve solo a organizzare la sala: non scrivere dati sulla salute.",
            )
        ]
    )
    first = (
        [
            eligibility(
                "ingresso",
                question(
                    "yes_no",
                    "collegamento",
                    "Hai un computer o un telefono con microfono e una buona connessione?",
                    no_out=leads_out(
                        "L’incontro si svolge solo online, e si parla a turno. Se ti manca il collegamento, "
                        "vieni a uno degli incontri in presenza, oppure chiedi all’ufficio: in qualche "
                        "biblioteca c’è una postazione che si può prenotare."
                    ),
                ),
            )
        ]
        if online
        else []
    )
    return [
        *first,
        step(
            "partecipazione",
            "La tua partecipazione",
            one_choice(
                "veste",
                "Come partecipi?",
                option("cittadino", "A titolo personale"),
                option(
                    "associazione",
                    "Per un’associazione o un gruppo",
                    question("short_text", "quale-associazione", "Quale?", max_length=160),
                ),
                option("operatore", "Come operatrice o operatore dei servizi"),
            ),
            question(
                "long_text",
                "domanda",
                "C’è una domanda a cui vorresti trovare risposta?",
                required=False,
                max_length=800,
            ),
            *closing,
        ),
    ]
