"""Four invented events: two that take sign-ups, one full, one past. Days count from the day of loading."""

from dataclasses import dataclass, field

from demo.building.blocks import Block, bullets, heading, text

INVENTED = text(
    "<b>Contenuto dimostrativo.</b> Questo appuntamento è inventato per mostrare come funziona il portale: "
    "non presentarti nel luogo indicato."
)


@dataclass(frozen=True)
class EventText:
    """`starts` and the window are (days from the loading, hour); the event lasts `hours`."""

    slug: str
    title: str
    image: str
    abstract: str
    event_type: str
    mode: str
    place: str
    address: str
    starts: tuple[int, int]
    hours: int
    opens: tuple[int, int]
    closes: tuple[int, int]
    capacity: int | None
    body: list[Block] = field(default_factory=list)
    territories: list[str] = field(default_factory=list)
    online_url: str = ""
    directions: str = ""
    what_to_bring: str = ""


EVENTS = [
    EventText(
        slug="laboratorio-la-casa-che-vorrei",
        title="La casa che vorrei: laboratorio aperto (dimostrativo)",
        image="laboratorio",
        abstract="Un pomeriggio attorno a un tavolo per immaginare gli spazi e le attività di una Casa di "
        "Comunità.",
        event_type="lab",
        mode="in_person",
        place="Sala di prova (luogo inventato)",
        address="Pontassieve, indirizzo dimostrativo",
        directions="A dieci minuti a piedi dalla stazione.\nIngresso senza gradini dal cortile.",
        what_to_bring="Niente: carta e penne ci sono già.",
        starts=(16, 17),
        hours=2,
        opens=(-5, 9),
        closes=(15, 12),
        capacity=24,
        territories=["fiorentina-sud-est"],
        body=[
            INVENTED,
            heading("Il programma"),
            text(
                bullets(
                    "accoglienza e presentazione dei partecipanti;",
                    "lavoro a piccoli gruppi su tre domande: che cosa serve, chi può farlo, da dove si "
                    "comincia;",
                    "restituzione e prossimi passi.",
                ),
                "Non servono competenze particolari: basta vivere o lavorare nella zona.",
            ),
        ],
    ),
    EventText(
        slug="formazione-online-ascolto-attivo",
        title="Ascolto attivo: incontro di formazione online (dimostrativo)",
        image="incontro-online",
        abstract="Due ore per imparare a fare domande aperte e a restituire quello che si è capito.",
        event_type="training",
        mode="online",
        place="",
        address="",
        starts=(24, 18),
        hours=2,
        opens=(-4, 9),
        closes=(23, 12),
        capacity=None,
        online_url="https://riunioni.example/ascolto-attivo",
        body=[
            INVENTED,
            heading("A chi è rivolto"),
            text(
                "A chi fa parte dei Comitati di Partecipazione, ad attivatrici e attivatori di comunità, a "
                "operatori dei servizi e a chiunque voglia ascoltare meglio.",
            ),
            heading("Come ci si collega"),
            text(
                "Il collegamento arriva per email a chi ha il posto confermato. Non è necessario installare "
                "programmi.",
            ),
        ],
    ),
    EventText(
        slug="supervisione-per-chi-facilita",
        title="Supervisione per chi facilita i gruppi (dimostrativo)",
        image="formazione",
        abstract="Un piccolo gruppo si confronta sui casi difficili. I posti sono esauriti: ci si può "
        "mettere in lista d’attesa.",
        event_type="supervision",
        mode="in_person",
        place="Aula di prova (luogo inventato)",
        address="Aulla, indirizzo dimostrativo",
        directions="L’aula è al primo piano, con ascensore.",
        what_to_bring="Un caso di cui vorresti parlare, senza nomi.",
        starts=(11, 15),
        hours=3,
        opens=(-12, 9),
        closes=(10, 12),
        capacity=4,
        territories=["lunigiana"],
        body=[
            INVENTED,
            heading("Come funziona la lista d’attesa"),
            text(
                "Chi si iscrive quando i posti sono finiti entra in lista, nell’ordine di arrivo. Se "
                "qualcuno rinuncia, il primo della lista riceve il posto e un messaggio.",
            ),
        ],
    ),
    EventText(
        slug="incontro-pubblico-partecipare-alla-salute",
        title="Partecipare alla salute: incontro pubblico (dimostrativo)",
        image="piazza",
        abstract="Una serata per raccontare che cosa sono i Comitati di Partecipazione e rispondere alle "
        "domande.",
        event_type="public_meeting",
        mode="mixed",
        place="Piazza di prova (luogo inventato)",
        address="Cortona, indirizzo dimostrativo",
        starts=(-18, 21),
        hours=2,
        opens=(-40, 9),
        closes=(-19, 12),
        capacity=60,
        territories=["valdichiana-aretina"],
        online_url="https://riunioni.example/partecipare",
        body=[
            INVENTED,
            heading("Com’è andata"),
            text(
                "L’incontro si è svolto. Molte domande hanno riguardato una cosa sola: a chi rivolgersi. È "
                "da lì che partirà il lavoro sul punto di ascolto.",
            ),
        ],
    ),
]
