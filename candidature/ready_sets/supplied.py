"""The sets that come with the portal: what real calls ask of organisations and citizens, events of guests."""

from dataclasses import dataclass

from candidature.ready_sets.asked import (
    activator_steps,
    commitment_to_labs,
    commitment_to_training,
    contribution,
    earlier_experience,
    fields_of_activity,
    four_labs,
    glossary_step,
    idea,
    identity_document,
    organisation_step,
    sign_up_step,
    truth,
    what_to_arrange,
    where_they_work,
)
from candidature.ready_sets.notation import Block, note, one_choice, option, question, step


@dataclass(frozen=True)
class SuppliedSet:
    """One of them, with what it is good for in a sentence."""

    key: str
    name: str
    about: str
    steps: tuple[Block, ...]


SUPPLIED: tuple[SuppliedSet, ...] = (
    SuppliedSet(
        "organizzazione",
        "Organizzazione",
        "Tipo di organizzazione, e di ciascun tipo solo i dati che può avere: codice fiscale o partita IVA, "
        "RUNTS, sede, rappresentanza legale, PEC, statuto.",
        (organisation_step(),),
    ),
    SuppliedSet(
        "attivita",
        "Attività e proposta",
        "Settori, territorio, esperienze, proposta e che cosa si mette a disposizione: per chi si candida "
        "come partner.",
        (
            step(
                "attivita",
                "Attività e territorio",
                fields_of_activity(),
                where_they_work(),
                earlier_experience(),
            ),
            step("proposta", "La proposta", idea(), contribution()),
        ),
    ),
    SuppliedSet(
        "laboratori",
        "Laboratori di co-progettazione",
        "Disponibilità e impegno per i quattro laboratori che seguono l’ammissione.",
        (step("laboratori", "I laboratori", four_labs(), commitment_to_labs()),),
    ),
    SuppliedSet(
        "attivatore",
        "Attivatore di comunità",
        "Motivazione, esperienza, disponibilità, curriculum facoltativo e impegno per la formazione. L’età "
        "minima e la conferma di un genitore sono impostazioni dell’avviso.",
        (*activator_steps(), step("impegno", "Impegno", commitment_to_training())),
    ),
    SuppliedSet(
        "iscrizione",
        "Iscrizione semplice",
        "In che veste si partecipa, una domanda per chi conduce e che cosa predisporre: per un evento.",
        (sign_up_step(what_to_arrange()),),
    ),
    SuppliedSet(
        "voce",
        "Voce del glossario",
        "Il termine, che cosa significa, da dove viene e gli altri nomi: per un avviso con cui i cittadini "
        "propongono voci.",
        (glossary_step(),),
    ),
    SuppliedSet(
        "dichiarazioni",
        "Privacy e dichiarazioni",
        "Dichiarazione di veridicità (DPR 445/2000) e consenso a pubblicare, che si può negare. "
        "L’informativa privacy si sceglie nella pagina e si legge prima di inviare.",
        (
            step(
                "dichiarazioni",
                "Dichiarazioni",
                truth(),
                question(
                    "publication_consent",
                    "pubblicare",
                    "Possiamo pubblicare il nome dell’organizzazione o del gruppo?",
                    published="Il nome dell’organizzazione o del gruppo e il titolo della proposta, su "
                    "questo portale, fino alla fine del percorso.",
                ),
            ),
        ),
    ),
    SuppliedSet(
        "firma",
        "Domanda firmata e documento",
        "Copia firmata della domanda e documento di identità, oppure un file con firma digitale: quando la "
        "dichiarazione ha effetti legali (CAD, articolo 65; DPR 445/2000, articolo 38).",
        (
            step(
                "firma",
                "Firma e documento",
                note(
                    "come-firmare",
                    "Se hai una firma digitale, carica la domanda firmata (.p7m o PDF): il documento di "
                    "identità non serve. Altrimenti carica la copia firmata a mano e il documento.",
                ),
                one_choice(
                    "come",
                    "Come firmi la domanda?",
                    option(
                        "digitale",
                        "Con firma digitale",
                        question(
                            "file",
                            "digitale-file",
                            "Domanda con firma digitale",
                            wrong="Allega la domanda con firma digitale.",
                            kinds=["pdf", "signed"],
                            max_megabytes=10,
                            max_files=1,
                        ),
                    ),
                    option(
                        "mano",
                        "A mano",
                        question(
                            "file",
                            "mano-file",
                            "Copia firmata della domanda",
                            wrong="Allega la copia firmata della domanda.",
                            kinds=["pdf", "image"],
                            max_megabytes=10,
                            max_files=2,
                        ),
                        identity_document(),
                    ),
                    wrong="Scegli come firmi la domanda.",
                ),
            ),
        ),
    ),
)
