"""Two community houses: one as far as the sources describe it, and an invented one that is open."""

from dataclasses import dataclass, field
from typing import Any

from demo.building.blocks import Block, heading, text
from territori.models import CommunityHousePage
from territori.resources.kinds import Entrance

State = CommunityHousePage.OpeningState


@dataclass(frozen=True)
class HouseText:
    """One house.

    Attributes:
        municipalities: the names of those it serves.
        facts: values of other fields of its page.
        services: each with what it does.
        contacts: as the block of contacts holds them.
    """

    zone: str
    slug: str
    title: str
    image: str
    abstract: str
    municipalities: list[str]
    body: list[Block]
    facts: dict[str, Any]
    services: list[tuple[str, str]] = field(default_factory=list)
    contacts: dict[str, str] = field(default_factory=dict)


PONTASSIEVE = HouseText(
    zone="fiorentina-sud-est",
    slug="casa-di-comunita-pontassieve-pelago-rufina",
    title="Casa di Comunità di Pontassieve, Pelago e Rufina",
    image="casa-della-comunita",
    abstract="Una futura casa per tre comuni della Fiorentina Sud-Est: prima ancora di aprire, si costruisce "
    "con chi ci lavorerà e chi la userà.",
    municipalities=["Pontassieve", "Pelago", "Rufina"],
    facts={
        "opening_state": State.PLANNED,
        "opening_note": "in preparazione; data di apertura non disponibile",
    },
    body=[
        heading("Che cosa sarà"),
        text(
            "Le Case di Comunità sono i luoghi in cui la sanità territoriale incontra le persone: servizi "
            "sanitari e sociali vicini, professionisti che lavorano insieme, spazi aperti alle associazioni. "
            "Quella di Pontassieve, Pelago e Rufina è accompagnata da un percorso di avvio di Cantieri della "
            "Salute.",
        ),
        heading("Chi la prepara"),
        text(
            "Al percorso prendono parte operatori e operatrici dei servizi sociali e sanitari e numerosi "
            "medici di medicina generale. Seguiranno il Terzo settore, le associazioni e i cittadini dei tre "
            "comuni.",
        ),
        heading("Che cosa non sappiamo ancora"),
        text(
            "Indirizzo, servizi, orari e data di apertura non compaiono nelle fonti di questo portale. "
            "Compariranno qui quando la Società della Salute li comunicherà.",
        ),
    ],
)

EXAMPLE = HouseText(
    zone="valdichiana-aretina",
    slug="casa-della-comunita-esempio",
    title="Casa della Comunità d’esempio (dimostrativa)",
    image="giardino-di-quartiere",
    abstract="Una casa inventata, che mostra come una casa aperta dice dov’è, come ci si arriva e come si "
    "entra.",
    municipalities=["Cortona", "Foiano della Chiana"],
    facts={
        "address": "Piazza d’Esempio 7, Cortona",
        # Of the middle of the town.
        "latitude": 43.2756,
        "longitude": 11.9855,
        "directions": "Autobus: fermata d’esempio, a cento metri in piano.\n"
        "In auto: parcheggio d’esempio, con due posti riservati davanti all’ingresso.",
        "entrance": Entrance.ACCESSIBLE,
        "how_to_get_in": "Rampa a sinistra della scala, porta automatica.",
        "opening_state": State.OPEN,
        "opening_hours": "Dal lunedì al venerdì, dalle 8:00 alle 20:00\nSabato, dalle 8:00 alle 13:00",
    },
    services=[
        ("Punto unico di accesso", "Ascolta il bisogno e accompagna al servizio giusto."),
        ("Infermieri di famiglia e comunità", ""),
        ("Sala delle associazioni", "Si prenota allo sportello."),
    ],
    contacts={"office": "Accoglienza (esempio)", "phone": "0575 0000001", "email": "casa@example.org"},
    body=[
        text("<b>Contenuto dimostrativo.</b> La casa, l’indirizzo, i servizi e i recapiti sono inventati."),
    ],
)

HOUSES = [PONTASSIEVE, EXAMPLE]
