"""The Carta of two zones. The programme names kinds of resources and no single one: these are invented."""

from dataclasses import dataclass, field
from datetime import time

from territori.resources.kinds import Audience, Cost, Entrance, ResourceKind

TITLE = "Carta delle risorse e dei servizi – {zone}"
SLUG = "carta-delle-risorse"
ABSTRACT = "Che cosa c’è nella zona, per chi, dove e quando. Voci d’esempio: mostrano come la Carta funziona."
INVENTED = "<b>Voce d’esempio.</b> Il servizio, l’indirizzo e i recapiti sono inventati."

WORKDAYS = "lun mar mer gio ven"
EVERY_DAY = f"{WORKDAYS} sab dom"


@dataclass(frozen=True)
class ResourceText:
    """One entry.

    Attributes:
        municipality: its name; empty for what is for the whole zone.
        place: its coordinates, of the middle of the town.
        hours: days, opening, closing.
        checked: how many days ago.
    """

    zone: str
    slug: str
    title: str
    kind: ResourceKind
    abstract: str
    description: str
    for_whom: str
    for_whom_note: str = ""
    municipality: str = ""
    address: str = ""
    place: tuple[float, float] | tuple[None, None] = (None, None)
    entrance: str = ""
    how_to_get_in: str = ""
    hours: list[tuple[str, time, time]] = field(default_factory=list)
    hours_note: str = ""
    closed_on_holidays: bool = True
    phone: str = ""
    email: str = ""
    cost: str = Cost.FREE
    cost_note: str = ""
    checked: int = 20


_SUD_EST = "fiorentina-sud-est"
_VALDERA = "alta-val-di-cecina-valdera"

RESOURCES = [
    ResourceText(
        zone=_SUD_EST,
        slug="sportello-orientamento",
        title="Sportello di orientamento (esempio)",
        kind=ResourceKind.GUIDANCE,
        abstract="Ascolta il bisogno e dice a quale servizio rivolgersi, con quali documenti.",
        description="Non serve sapere già che cosa chiedere. Chi è allo sportello ascolta, spiega e, se "
        "serve, chiama l’ufficio giusto insieme a te.",
        for_whom=Audience.EVERYBODY,
        municipality="Pontassieve",
        address="Piazza d’Esempio 1",
        place=(43.7745, 11.4370),
        entrance=Entrance.ACCESSIBLE,
        how_to_get_in="Piano terra, porta automatica.",
        hours=[(WORKDAYS, time(9), time(13)), ("mar gio", time(15), time(18))],
        phone="055 0000001",
        email="sportello@example.org",
    ),
    ResourceText(
        zone=_SUD_EST,
        slug="ambulatorio-infermieristico",
        title="Ambulatorio infermieristico (esempio)",
        kind=ResourceKind.HEALTH,
        abstract="Medicazioni, controlli della pressione e della glicemia, educazione alla salute.",
        description="Si accede con la richiesta del medico. Per i controlli basta presentarsi.",
        for_whom=f"{Audience.ELDERLY} {Audience.CAREGIVERS}",
        municipality="Rufina",
        address="Via d’Esempio 12",
        entrance=Entrance.WITH_HELP,
        how_to_get_in="C’è un gradino: suona, qualcuno mette la pedana.",
        hours=[("lun mer ven", time(8), time(12, 30))],
        hours_note="Le medicazioni sono su appuntamento.",
        phone="055 0000002",
        cost=Cost.PARTLY,
        cost_note="Controlli gratuiti; per le altre prestazioni il ticket, se dovuto.",
    ),
    ResourceText(
        zone=_SUD_EST,
        slug="aiuto-di-notte",
        title="Aiuto di notte (esempio)",
        kind=ResourceKind.HEALTH,
        abstract="Un numero a cui chiamare di notte per un consiglio che non può aspettare il mattino.",
        description="Risponde una persona formata. Per un’emergenza si chiama il 112.",
        for_whom=Audience.EVERYBODY,
        hours=[(EVERY_DAY, time(20), time(8))],
        closed_on_holidays=False,
        phone="055 0000003",
    ),
    ResourceText(
        zone=_SUD_EST,
        slug="compagni-di-strada",
        title="Compagni di strada (esempio)",
        kind=ResourceKind.VOLUNTEERS,
        abstract="Volontari che accompagnano alle visite chi non può andarci da solo.",
        description="Si prenota almeno tre giorni prima. Il mezzo porta anche una carrozzina.",
        for_whom=f"{Audience.ELDERLY} {Audience.DISABLED}",
        for_whom_note="residenti a Pelago, Pontassieve e Rufina",
        municipality="Pelago",
        address="Via d’Esempio 3",
        hours=[("lun gio", time(10), time(12))],
        hours_note="Negli altri giorni risponde la segreteria.",
        phone="055 0000004",
        cost_note="Chi vuole lascia un contributo.",
        checked=500,
    ),
    ResourceText(
        zone=_SUD_EST,
        slug="gruppo-di-cammino",
        title="Gruppo di cammino (esempio)",
        kind=ResourceKind.PREVENTION,
        abstract="Un’ora a passo tranquillo, due volte la settimana, con chi conosce i sentieri.",
        description="Non serve iscriversi: scarpe comode e acqua.",
        for_whom=Audience.EVERYBODY,
        municipality="Pontassieve",
        address="Parco d’Esempio, ingresso dal fiume",
        hours=[("mer sab", time(9, 30), time(10, 30))],
        email="cammino@example.org",
    ),
    ResourceText(
        zone=_VALDERA,
        slug="segretariato-sociale",
        title="Segretariato sociale (esempio)",
        kind=ResourceKind.SOCIAL,
        abstract="Il primo incontro con l’assistente sociale: informazioni, domande, presa in carico.",
        description="Nel primo colloquio si capisce insieme che cosa serve. Si può venire accompagnati.",
        for_whom=f"{Audience.FAMILIES} {Audience.IN_NEED} {Audience.FOREIGNERS}",
        municipality="Pontedera",
        address="Corso d’Esempio 20",
        place=(43.6627, 10.6320),
        entrance=Entrance.ACCESSIBLE,
        hours=[("mar ven", time(9), time(13))],
        hours_note="Su appuntamento.",
        phone="0587 000001",
        email="segretariato@example.org",
    ),
    ResourceText(
        zone=_VALDERA,
        slug="caffe-della-memoria",
        title="Caffè della memoria (esempio)",
        kind=ResourceKind.ASSOCIATIONS,
        abstract="Un pomeriggio insieme per chi perde la memoria e per chi gli sta accanto.",
        description="Musica, giochi e una psicologa a disposizione dei familiari.",
        for_whom=f"{Audience.ELDERLY} {Audience.CAREGIVERS}",
        municipality="Ponsacco",
        address="Circolo d’Esempio, via d’Esempio 5",
        entrance=Entrance.ACCESSIBLE,
        hours=[("gio", time(15, 30), time(17, 30))],
        phone="0587 000002",
    ),
    ResourceText(
        zone=_VALDERA,
        slug="sala-di-quartiere",
        title="Sala di quartiere (esempio)",
        kind=ResourceKind.SPACES,
        abstract="Una sala con cucina che gruppi e associazioni usano a turno.",
        description="Si chiede con una email, dicendo per che cosa e per quante persone.",
        for_whom=f"{Audience.YOUNG} {Audience.FAMILIES}",
        municipality="Bientina",
        address="Via d’Esempio 8",
        entrance=Entrance.NOT_ACCESSIBLE,
        how_to_get_in="Primo piano, senza ascensore.",
        hours=[(EVERY_DAY, time(9), time(23))],
        email="sala@example.org",
        cost_note="Chi la usa la lascia pulita.",
    ),
]
