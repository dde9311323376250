"""The shapes of what programs read. `api.document` describes them from these classes, words and all.

The words are for whoever writes such a program, in Italian as the site is.
"""

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from msgspec import Meta, Struct

from candidature.pages.calls import CallPage
from candidature.pages.window import AdmittedFrom, AllowedApplicants, Reason
from eventi.pages import EventPage
from eventi.pools import Mode
from territori.models import CommunityHousePage
from territori.resources.kinds import Entrance

Id = Annotated[int, Meta(description="Numero della pagina: non cambia e non passa ad altre.", ge=1)]
Address = Annotated[str, Meta(description="Indirizzo completo della pagina per le persone.")]
Language = Annotated[Literal["it", "en"], Meta(description="Lingua della pagina.")]


class Linked(Struct, frozen=True, kw_only=True):
    """Un’altra pagina del portale."""

    id: Id
    title: str
    url: Address


class Resource(Struct, frozen=True, kw_only=True):
    """Ciò che ogni pagina dice di sé."""

    id: Id
    language: Language
    title: str
    description: Annotated[str, Meta(description="Una o due frasi; vuoto se mancano.")]
    url: Address
    published_at: Annotated[datetime | None, Meta(description="Prima pubblicazione, se è nota.")]
    changed_at: Annotated[datetime | None, Meta(description="Ultima pubblicazione, se è nota.")]


class AnyPage(Resource, frozen=True, kw_only=True):
    """Una pagina pubblica, di qualunque genere."""

    kind: Annotated[str, Meta(description="Genere della pagina, per esempio «newspage».")]
    kind_label: Annotated[str, Meta(description="Lo stesso in parole.")]


class Answerable(Resource, frozen=True, kw_only=True):
    """Una pagina a cui si può rispondere con un modulo."""

    state: Annotated[
        Reason,
        Meta(description="A che punto è in questo momento: «open» e «full» accettano ancora risposte."),
    ]
    state_label: Annotated[str, Meta(description="Lo stesso in una o due parole.")]
    opens_at: Annotated[datetime | None, Meta(description="Da quando si può rispondere.")]
    closes_at: Annotated[datetime | None, Meta(description="Primo momento in cui non si può più.")]
    admits: Annotated[AllowedApplicants, Meta(description="Chi può rispondere.")]
    admits_from: Annotated[
        AdmittedFrom,
        Meta(
            description="Da dove: «all» da ovunque, «own» dalle zone dei territori, «chosen» da zone scelte."
        ),
    ]
    admitted_zones: Annotated[
        list[str], Meta(description="Nomi delle sole zone da cui si può partecipare; vuoto: da ovunque.")
    ]
    territories: list[Linked]
    path: Annotated[Linked | None, Meta(description="Percorso di cui fa parte.")]
    contact_email: str
    contact_phone: str


class Call(Answerable, frozen=True, kw_only=True):
    """Un avviso: manifestazione d’interesse, chiamata o altro."""

    call_type: CallPage.CallType
    most_applications: Annotated[
        int | None, Meta(description="Quante candidature si ricevono al massimo; null: senza limite.")
    ]
    places_left: Annotated[
        int | None, Meta(description="Quante se ne possono ancora ricevere; null: senza limite.")
    ]


class Event(Answerable, frozen=True, kw_only=True):
    """Un incontro, un laboratorio, una formazione o una supervisione."""

    event_type: EventPage.EventType
    starts_at: datetime | None
    ends_at: datetime | None
    mode: Mode
    place: str
    address: str
    costs: str
    capacity: Annotated[int | None, Meta(description="Posti in tutto; null: senza limite.")]
    places_left: Annotated[
        int | None,
        Meta(description="Posti ancora liberi; null: senza limite, o le iscrizioni si confermano a mano."),
    ]
    cancelled: bool


class Municipality(Struct, frozen=True, kw_only=True):
    """Un comune."""

    name: str
    province: Annotated[str, Meta(description="Sigla di due lettere.")]
    cadastral_code: Annotated[str, Meta(description="Codice catastale.")]


class CommunityHouse(Linked, frozen=True, kw_only=True):
    """Una Casa della Comunità."""

    address: str
    latitude: Annotated[float | None, Meta(description="null: il dato non è disponibile.")]
    longitude: Annotated[float | None, Meta(description="null: il dato non è disponibile.")]
    directions: Annotated[str, Meta(description="Come arrivare.")]
    entrance: Annotated[
        Entrance | None,
        Meta(description="Per chi si muove in carrozzina; null: il dato non è disponibile."),
    ]
    how_to_get_in: str
    opening_state: Annotated[
        CommunityHousePage.OpeningState | None, Meta(description="null: il dato non è disponibile.")
    ]


class Territory(Resource, frozen=True, kw_only=True):
    """Una zona-distretto con la sua pagina."""

    zone: Annotated[str, Meta(description="Nome della zona-distretto; vuoto se non è ancora scelta.")]
    zone_code: Annotated[str, Meta(description="Ciò che si scrive nel parametro «zona».")]
    asl: str
    sds: Annotated[str, Meta(description="Società della Salute, dove esiste.")]
    municipalities: list[Municipality]
    community_houses: list[CommunityHouse]


Shape = TypeVar("Shape", bound=Resource)


class Listing(Struct, Generic[Shape], frozen=True, kw_only=True):
    """Una parte di un elenco."""

    count: Annotated[int, Meta(description="Quante voci ha l’elenco in tutto.", ge=0)]
    next: Annotated[str | None, Meta(description="Indirizzo della parte che segue.")]
    previous: Annotated[str | None, Meta(description="Indirizzo della parte che precede.")]
    results: list[Shape]


class Index(Struct, frozen=True, kw_only=True):
    """Da dove si comincia."""

    description: Annotated[str, Meta(description="Indirizzo della descrizione OpenAPI.")]
    licence: Annotated[str, Meta(description="Licenza dei contenuti.")]
    resources: Annotated[dict[str, str], Meta(description="Indirizzo di ogni elenco, per nome.")]


class Problem(Struct, frozen=True, kw_only=True):
    """Che cosa non va in una richiesta (RFC 9457)."""

    status: int
    title: str
    detail: str
