"""What the sets that come with the portal ask, in the language of the forms: `supplied` says which ask what.

Nothing here asks what "Chi sei" asks of everybody (name, address, telephone, municipality), and nothing asks
for data about health. What an organisation is asked depends on what it is: the RUNTS number only where its
type can have one, no tax code or legal representative of an informal group. Keys are readable because they
are never stored: a form that takes a set gets keys of its own. What is said of a missing answer names the
thing, in words that the reason may follow where an answer is there and not right.
"""

from candidature.ready_sets.notation import (
    Block,
    declaration,
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
    head = representative or "Nome e cognome di chi ha la rappresentanza legale"
    asked = [
        question("tax_code", f"{kind}-cf", "Codice fiscale dell’ente", holder="organisation"),
        question("address", f"{kind}-sede", "Sede legale", wrong="Scrivi l’indirizzo della sede legale."),
        question(
            "short_text", f"{kind}-legale", head, wrong=f"Scrivi n{head.removeprefix('N')}.", max_length=160
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
                wrong="Scrivi il numero di iscrizione al RUNTS.",
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
                wrong="Allega lo statuto o l’atto costitutivo.",
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
                "number",
                "comitato-persone",
                "Quante persone ne fanno parte?",
                wrong="Scrivi quante persone ne fanno parte.",
                minimum=2,
                required=False,
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
                wrong="Scrivi quante persone ne fanno parte.",
                minimum=2,
            ),
            question(
                "short_text", "gruppo-luogo", "Dove vi ritrovate di solito?", required=False, max_length=160
            ),
        ),
        option(
            "altro",
            "Altro",
            question(
                "short_text",
                "altro-quale",
                "Di che cosa si tratta?",
                wrong="Scrivi di che organizzazione si tratta.",
                max_length=160,
            ),
            tax_code_if_any("altro"),
        ),
        wrong="Scegli il tipo di organizzazione.",
    )


def organisation_step() -> Block:
    return step(
        "organizzazione",
        "L’organizzazione",
        organisation_type(),
        question("short_text", "sito", "Sito o pagina pubblica", required=False, max_length=200),
        intro="Le domande che seguono cambiano secondo il tipo che scegli: ti chiediamo solo ciò che ti "
        "riguarda.",
    )


def fields_of_activity() -> Block:
    return several_choices(
        "settori",
        "Di che cosa vi occupate?",
        option("anziani", "Persone anziane"),
        option("giovani", "Giovani e scuola"),
        option("famiglie", "Famiglie e infanzia"),
        option("disabilita", "Inclusione e accessibilità"),
        option("salute-mentale", "Ascolto e benessere"),
        option("migranti", "Accoglienza e mediazione"),
        option("prevenzione", "Prevenzione e stili di vita"),
        option(
            "altro-settore",
            "Altro",
            question("short_text", "settore-quale", "Quale?", wrong="Scrivi quale settore.", max_length=160),
        ),
        wrong="Scegli almeno un settore.",
    )


def where_they_work() -> Block:
    return question("municipality", "dove", "In quale comune lavorate di più?")


def earlier_experience() -> Block:
    return question(
        "long_text",
        "esperienza",
        "Quali esperienze avete già fatto su temi vicini alla salute?",
        help="Due o tre esempi bastano.",
        wrong="Racconta in breve le vostre esperienze.",
        max_length=2000,
    )


def idea() -> Block:
    return question(
        "long_text",
        "idea",
        "Che cosa vorreste costruire insieme agli altri?",
        help="Un’idea, anche da precisare.",
        wrong="Scrivi in breve che cosa vorreste costruire.",
        max_length=3000,
    )


def contribution() -> Block:
    return several_choices(
        "contributo",
        "Che cosa potete mettere a disposizione?",
        option("persone", "Persone e volontari"),
        option("spazi", "Spazi"),
        option("competenze", "Competenze"),
        option("comunicazione", "Canali di comunicazione"),
        wrong="Scegli almeno una cosa che potete mettere a disposizione.",
    )


def four_labs() -> Block:
    return question(
        "yes_no",
        "quattro-incontri",
        "Potete partecipare a tutti e quattro i laboratori?",
        if_no=[
            question(
                "short_text",
                "quali-incontri",
                "A quanti pensate di poter venire?",
                wrong="Scrivi a quanti laboratori pensate di venire.",
                max_length=160,
            )
        ],
    )


def commitment_to_labs() -> Block:
    return declaration(
        "impegno", "Ci impegniamo a partecipare ai laboratori con almeno una persona, se saremo ammessi."
    )


def identity_document() -> Block:
    return question(
        "file",
        "identita",
        "Documento di identità di chi presenta la domanda",
        help="Fronte e retro.",
        wrong="Allega il documento di identità.",
        kinds=["pdf", "image"],
        max_megabytes=10,
        max_files=2,
    )


def truth() -> Block:
    return declaration("verita", TRUTH)


def activator_steps() -> list[Block]:
    """How old somebody is, and who confirms for them, is asked by the page itself."""
    return [
        step(
            "motivazione",
            "Motivazione ed esperienza",
            question(
                "long_text",
                "perche",
                "Perché vuoi diventare attivatrice o attivatore di comunità?",
                wrong="Scrivi in breve perché vuoi partecipare.",
                max_length=2000,
            ),
            question(
                "yes_no",
                "gia-fatto",
                "Hai già esperienze di volontariato o di attività con la comunità?",
                if_yes=[
                    question(
                        "long_text",
                        "quali",
                        "Raccontane una",
                        wrong="Racconta in breve un’esperienza.",
                        max_length=1500,
                    )
                ],
            ),
            several_choices(
                "punti-di-forza",
                "In che cosa ti riconosci di più?",
                option("ascolto", "So ascoltare"),
                option("organizzo", "So organizzare"),
                option("conosco", "Conosco bene il mio paese"),
                option("racconto", "So raccontare e comunicare"),
                option("lingue", "Parlo più lingue"),
                wrong="Scegli da una a tre qualità.",
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
                wrong="Scegli almeno un momento.",
            ),
            one_choice(
                "ore",
                "Quante ore al mese pensi di poter dedicare?",
                option("fino-4", "Fino a 4"),
                option("fino-8", "Da 5 a 8"),
                option("oltre-8", "Più di 8"),
                wrong="Scegli quante ore.",
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
    ]


def commitment_to_training() -> Block:
    return declaration(
        "formazione",
        "Se sarò selezionata o selezionato, mi impegno a frequentare i tre incontri di formazione.",
    )


def what_to_arrange() -> Block:
    return several_choices(
        "predisporre",
        "Che cosa possiamo predisporre?",
        option("gradini", "Accesso senza gradini"),
        option("lis", "Interprete LIS"),
        option("bambini", "Uno spazio per i bambini"),
        required=False,
        help="Serve solo a organizzare la sala: non scrivere dati sulla salute.",
    )


def sign_up_step(*closing: Block) -> Block:
    """What who comes to an event is asked, and what its kind asks besides."""
    return step(
        "partecipazione",
        "La tua partecipazione",
        one_choice(
            "veste",
            "Come partecipi?",
            option("cittadino", "A titolo personale"),
            option(
                "associazione",
                "Per un’associazione o un gruppo",
                question(
                    "short_text",
                    "quale-associazione",
                    "Quale?",
                    wrong="Scrivi il nome dell’associazione o del gruppo.",
                    max_length=160,
                ),
            ),
            option("operatore", "Come operatrice o operatore dei servizi"),
            wrong="Scegli come partecipi.",
        ),
        question(
            "long_text",
            "domanda",
            "C’è una domanda a cui vorresti trovare risposta?",
            required=False,
            max_length=800,
        ),
        *closing,
    )


def glossary_step() -> Block:
    """A term that somebody misses in the glossary, or would explain more clearly."""
    return step(
        "voce",
        "La voce",
        question("short_text", "termine", "Quale termine?", wrong="Scrivi il termine.", max_length=120),
        question(
            "long_text",
            "significato",
            "Che cosa significa?",
            wrong="Scrivi in breve che cosa significa.",
            max_length=600,
            help="In una o due frasi, con parole semplici. Se c’è già, scrivi come la spiegheresti tu.",
        ),
        question(
            "short_text",
            "fonte",
            "Da dove viene?",
            required=False,
            max_length=200,
            help="Una norma, un documento, un sito.",
        ),
        question("short_text", "altri-nomi", "Si dice anche in altri modi?", required=False, max_length=200),
    )
