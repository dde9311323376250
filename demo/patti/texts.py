"""A patto to try: made after the one that ended OpenLab, with invented commitments and signatories."""

from dataclasses import dataclass

from demo.building.blocks import Block, bullets, heading, text
from patti.models import Look, SignerKind

ZONE = "fiorentina-sud-est"
SLUG = "patto-sociale-di-comunita"
TITLE = "Patto sociale di comunità per il benessere e la salute (esempio)"
ABSTRACT = (
    "Istituzioni, associazioni e cittadini si impegnano a costruire e provare insieme una Casa della "
    "Comunità che parta dai bisogni di chi ci vive. Testo e firme sono di prova."
)
PROMOTER = "Soggetti inventati, per la dimostrazione"
IMAGE = "piazza"
INVENTED = (
    "<b>Patto d’esempio.</b> Gli impegni sono inventati e i firmatari non esistono. Un documento con questo "
    "nome chiuse il percorso OpenLab, tra le esperienze raccolte dal portale: il suo testo non è qui."
)
CHANGE = "Aggiunto il quarto impegno, su come si racconta che cosa è stato fatto. Il resto è come prima."

_BEGINNING = [
    text(INVENTED),
    heading("Perché un patto"),
    text(
        "La salute di una comunità non è solo affare dei servizi. Chi firma riconosce che istituzioni, "
        "associazioni e persone hanno ciascuna un pezzo di ciò che serve, e si impegna a metterlo insieme."
    ),
    heading("Che cosa ci impegniamo a fare"),
]
_COMMITMENTS = (
    "decidere insieme, almeno due volte l’anno, quali bisogni vengono prima;",
    "aprire gli spazi della Casa della Comunità a chi propone attività per il quartiere;",
    "sostenere chi dà una mano, con formazione e qualcuno da chiamare;",
)
_LATER = "raccontare ogni anno in pubblico che cosa è stato fatto e che cosa no."

FIRST: list[Block] = [*_BEGINNING, text(bullets(*_COMMITMENTS))]
SECOND: list[Block] = [*_BEGINNING, text(bullets(*_COMMITMENTS, _LATER))]

NOTICE_TITLE = "Informativa per chi firma un patto di comunità"
NOTICE_VERSION = "1.0 dimostrativa"
NOTICE = """
<p><b>Testo dimostrativo.</b> Mostra la struttura richiesta dall’articolo 13 del Regolamento (UE) 2016/679.
Prima dell’uso reale va sostituito con l’informativa dell’ente titolare.</p>
<h3>Chi tratta i dati</h3>
<p>Titolare del trattamento è l’ente che pubblica il patto (in questa dimostrazione: nessun ente reale).
Contatto: privacy@demo.example.</p>
<h3>Quali dati e perché</h3>
<p>Nome, indirizzo email e, se vuoi, comune: servono a contare la firma una volta sola, a confermarla e a
ritirarla. Il nome si pubblica su questo sito solo se lo scegli, e dopo uno sguardo della redazione.
L’indirizzo non si pubblica mai.</p>
<h3>Su quale base</h3>
<p>Il trattamento è necessario per svolgere un compito di interesse pubblico (articolo 6, paragrafo 1,
lettera e). Mostrare il nome è una tua scelta, che cambi quando vuoi.</p>
<h3>Per quanto tempo</h3>
<p>Finché non ritiri la firma, e comunque non oltre due anni dalla chiusura delle firme; poi resta solo il
conto, senza nomi.</p>
<h3>I tuoi diritti</h3>
<p>Puoi chiedere di accedere ai dati, di rettificarli, di cancellarli o di limitarne l’uso, e puoi opporti al
trattamento (articoli da 15 a 21). Puoi anche rivolgerti al Garante per la protezione dei dati personali.</p>
"""


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist.

    Attributes:
        version: which of the two texts they signed.
        days: how many days ago.
    """

    first_name: str
    last_name: str
    days: int
    version: int = 1
    body: str = ""
    role: str = ""
    municipality: str = ""
    shows_name: bool = True
    look: str = Look.APPROVED

    @property
    def kind(self) -> str:
        return SignerKind.BODY if self.body else SignerKind.PERSON


SIGNERS = [
    Invented("Gina", "Prova", 19, municipality="Bagno a Ripoli"),
    Invented("Ivo", "Esempio", 18, municipality="Figline e Incisa Valdarno"),
    Invented("Teresa", "Campione", 18, shows_name=False),
    Invented("Aldo", "Prova", 17, body="Circolo ricreativo inventato", role="presidente"),
    Invented("Nora", "Finta", 16, municipality="Impruneta"),
    Invented("Bruno", "Saggio", 15, shows_name=False),
    Invented(
        "Elsa", "Modello", 14, body="Banca del tempo di prova", role="segretaria", municipality="Reggello"
    ),
    Invented("Dario", "Esempio", 6, version=2, municipality="Pontassieve"),
    Invented("Lia", "Campione", 5, version=2),
    Invented("Marta", "Finta", 5, version=2, body="Comitato genitori d’esempio", role="portavoce"),
    Invented("Ugo", "Saggio", 4, version=2, shows_name=False),
    Invented("Rita", "Modello", 2, version=2, municipality="Greve in Chianti", look=Look.NEW),
    Invented(
        "Piero", "Prova", 1, version=2, body="Gruppo di cammino inventato", role="referente", look=Look.NEW
    ),
    Invented("Anna", "Esempio", 1, version=2, shows_name=False, look=Look.NEW),
]
