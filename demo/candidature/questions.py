"""The questions that the demonstration's calls and events ask: the sets that come with the portal, with some
of its own.
"""

from candidature.ready_sets import asked
from candidature.ready_sets.notation import (
    Block,
    eligibility,
    leads_out,
    option,
    question,
    several_choices,
    step,
)
from demo.territori.zones import ZONES


def organisation_steps() -> list[Block]:
    return [
        asked.organisation_step(),
        step(
            "attivita",
            "Attività e territorio",
            asked.fields_of_activity(),
            asked.where_they_work(),
            several_choices(
                "altre-zone",
                "Lavorate anche in altre zone?",
                *[option(zone.slug, zone.zone) for zone in ZONES],
                required=False,
                help="Facoltativo: spunta quelle in cui avete attività o persone.",
            ),
            asked.earlier_experience(),
        ),
        step("proposta", "La proposta", asked.idea(), asked.contribution(), asked.four_labs()),
        step(
            "documenti",
            "Documenti e dichiarazioni",
            asked.identity_document(),
            asked.truth(),
            asked.commitment_to_labs(),
        ),
    ]


def citizen_steps() -> list[Block]:
    return [
        *asked.activator_steps(),
        step("dichiarazioni", "Dichiarazioni", asked.truth(), asked.commitment_to_training()),
    ]


def event_steps(*, online: bool = False) -> list[Block]:
    if not online:
        return [asked.sign_up_step(asked.what_to_arrange())]
    trial = question(
        "yes_no", "prova", "Vuoi fare una prova di collegamento qualche giorno prima?", required=False
    )
    entrance = eligibility(
        "ingresso",
        question(
            "yes_no",
            "collegamento",
            "Hai un computer o un telefono con microfono e una buona connessione?",
            no_out=leads_out(
                "L’incontro si svolge solo online, e si parla a turno. Se ti manca il collegamento, vieni a "
                "uno degli incontri in presenza, oppure chiedi all’ufficio: in qualche biblioteca c’è una "
                "postazione che si può prenotare."
            ),
        ),
    )
    return [entrance, asked.sign_up_step(trial)]
