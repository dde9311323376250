"""The questions that the demonstration's calls and events ask: the sets that come with the portal, with some
of its own.
"""

from candidature.ready_sets import supplied
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
        supplied.organisation_step(),
        step(
            "attivita",
            "Attività e territorio",
            supplied.fields_of_activity(),
            supplied.where_they_work(),
            several_choices(
                "altre-zone",
                "Lavorate anche in altre zone?",
                *[option(zone.slug, zone.zone) for zone in ZONES],
                required=False,
                help="Facoltativo: spunta quelle in cui avete attività o persone.",
            ),
            supplied.earlier_experience(),
        ),
        step("proposta", "La proposta", supplied.idea(), supplied.contribution(), supplied.four_labs()),
        step(
            "documenti",
            "Documenti e dichiarazioni",
            supplied.identity_document(),
            supplied.truth(),
            supplied.commitment_to_labs(),
        ),
    ]


def citizen_steps() -> list[Block]:
    return [
        *supplied.activator_steps(),
        step("dichiarazioni", "Dichiarazioni", supplied.truth(), supplied.commitment_to_training()),
    ]


def event_steps(*, online: bool = False) -> list[Block]:
    if not online:
        return [supplied.sign_up_step(supplied.what_to_arrange())]
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
    return [entrance, supplied.sign_up_step(trial)]
