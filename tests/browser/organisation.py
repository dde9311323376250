"""An organisation answers the form of the demonstration at the keyboard: page by page, with every mistake.

What each type of body is asked is written here once more, after what real calls ask: the form is held to it.
"""

from pathlib import Path

from candidature.ready_sets.asked import TRUTH
from tests.browser.applicant import Applicant
from tests.browser.people import Person

NAME = "Nome dell’organizzazione o del gruppo"
TYPE = "Che tipo di organizzazione rappresenti?"
TAX_CODE = "Codice fiscale dell’ente"
RUNTS = "Numero di iscrizione al RUNTS"
OFFICE = "Sede legale"
REPRESENTATIVE = "Nome e cognome di chi ha la rappresentanza legale"
HEAD = "Nome e cognome di chi dirige l’istituto"
PEC = "Indirizzo PEC"
STATUTE = "Statuto o atto costitutivo"
HAS_TAX_CODE = "Ha un codice fiscale proprio?"
OWN_TAX_CODE = "Codice fiscale"
VOLUNTEERS = "Organizzazione di volontariato (ODV)"
COMMITTEE = "Comitato"
THIRD_SECTOR = [TAX_CODE, RUNTS, OFFICE, REPRESENTATIVE, PEC, STATUTE]
TYPES = {
    VOLUNTEERS: THIRD_SECTOR,
    "Associazione di promozione sociale (APS)": THIRD_SECTOR,
    "Cooperativa sociale": THIRD_SECTOR,
    "Impresa sociale": THIRD_SECTOR,
    "Fondazione": THIRD_SECTOR,
    "Ente pubblico": [TAX_CODE, OFFICE, REPRESENTATIVE, PEC],
    "Istituto scolastico o di formazione": [TAX_CODE, OFFICE, HEAD, PEC],
    "Libera o libero professionista": ["Partita IVA", "Ordine o albo, se iscritto", PEC],
    COMMITTEE: [HAS_TAX_CODE, "Quante persone ne fanno parte?"],
    "Gruppo informale": ["Quante persone ne fanno parte?", "Dove vi ritrovate di solito?"],
    "Altro": ["Di che cosa si tratta?", HAS_TAX_CODE],
}

FIELDS = "Di che cosa vi occupate?"
PLACE = "In quale comune lavorate di più?"
OTHER_ZONES = "Lavorate anche in altre zone?"
EXPERIENCE = "Quali esperienze avete già fatto su temi vicini alla salute?"
IDEA = "Che cosa vorreste costruire insieme agli altri?"
CONTRIBUTION = "Che cosa potete mettere a disposizione?"
ALL_MEETINGS = "Potete partecipare a tutti e quattro i laboratori?"
SOME_MEETINGS = "A quanti pensate di poter venire?"
IDENTITY_CARD = "Documento di identità di chi presenta la domanda"
COMMITMENT = "Ci impegniamo a partecipare ai laboratori con almeno una persona, se saremo ammessi."

# A tax code and a partita IVA whose last figure is right.
TAX_NUMBER = "99000000010"
THE_IDEA = "Un punto di ascolto tra gli orti, con chi li coltiva."


def says_who(applicant: Applicant, person: Person) -> None:
    """The first page: first with nothing, then with everything wrong."""
    keys = applicant.keyboard
    applicant.arrives("Chi sei")
    applicant.is_told(
        (NAME, "Scrivi il nome dell’organizzazione o del gruppo."),
        ("Nome di chi compila", "Scrivi il nome."),
        ("Cognome di chi compila", "Scrivi il cognome."),
        ("Email", "Scrivi l’indirizzo email."),
        ("Comune", "Scegli il comune."),
    )
    keys.type(NAME, "***")
    keys.type("Nome di chi compila", "www.licia.example")
    keys.type("Cognome di chi compila", "42")
    keys.type("Email", "licia@posta")
    keys.type("Telefono", "12")
    keys.find_place("Comune", "Cortona (AR)")
    applicant.is_told(
        (NAME, "Qui va solo un nome: togli i simboli che non ne fanno parte."),
        ("Nome di chi compila", "Qui va solo un nome: togli indirizzi di siti o di posta."),
        ("Cognome di chi compila", "Scrivi il nome con almeno una lettera."),
        ("Email", "Scrivi un indirizzo completo, per esempio nome@esempio.it."),
        ("Telefono", "Questo numero non esiste. Scrivi per esempio 055 2345678 oppure +39 347 1234567."),
    )
    keys.type(NAME, "Il giardino di tutti")
    keys.type("Nome di chi compila", person.first_name)
    keys.type("Cognome di chi compila", person.last_name)
    keys.type("Email", person.email)
    # As the portal shows it again.
    keys.type("Telefono", f"+39 {person.phone}")
    applicant.presses_on("Avanti", "L’organizzazione")


def sees_every_branch_open(applicant: Applicant) -> None:
    """Chooses each type in turn: its questions come, and those of the others go."""
    keys = applicant.keyboard
    applicant.is_told((TYPE, "Scegli il tipo di organizzazione."))
    for kind, asked in TYPES.items():
        keys.choose(TYPE, kind)
        applicant.opens_more()
        applicant.sees_questions(*asked)


def is_an_association(applicant: Applicant) -> None:
    """A body that is asked everything; the statute is left for later."""
    keys = applicant.keyboard
    keys.choose(TYPE, VOLUNTEERS)
    applicant.opens_more()
    applicant.is_told(
        (TAX_CODE, "Scrivi il codice fiscale."),
        (RUNTS, "Scrivi il numero di iscrizione al RUNTS."),
        (OFFICE, "Scrivi l’indirizzo della sede legale."),
        (REPRESENTATIVE, "Scrivi nome e cognome di chi ha la rappresentanza legale."),
        (STATUTE, "Allega lo statuto o l’atto costitutivo."),
    )
    keys.type(TAX_CODE, "99000000011")
    keys.type(RUNTS, "PROVA-0001")
    keys.type(OFFICE, "Via dell’Esempio 1, 52044 Cortona (AR)")
    keys.type(REPRESENTATIVE, "Licia Benvenuti")
    keys.type(PEC, "giardino")
    applicant.is_told(
        (TAX_CODE, "Questo codice fiscale non esiste: controlla di avere copiato bene ogni carattere."),
        (PEC, "Scrivi un indirizzo completo, per esempio nome@esempio.it."),
        (STATUTE, "Allega lo statuto o l’atto costitutivo."),
    )
    keys.type(TAX_CODE, TAX_NUMBER)
    keys.type(PEC, "giardino@pec.example")


def is_a_committee(applicant: Applicant) -> None:
    """A body that may have a tax code of its own, which one answer more asks for."""
    keys = applicant.keyboard
    keys.choose(TYPE, COMMITTEE)
    applicant.opens_more()
    applicant.is_told((HAS_TAX_CODE, f"Rispondi a «{HAS_TAX_CODE}»: scegli sì o no."))
    keys.choose(HAS_TAX_CODE, "Sì")
    keys.type("Quante persone ne fanno parte?", "1")
    applicant.opens_more()
    applicant.sees_questions(HAS_TAX_CODE, OWN_TAX_CODE, "Quante persone ne fanno parte?")
    applicant.is_told(
        (OWN_TAX_CODE, "Scrivi il codice fiscale."),
        ("Quante persone ne fanno parte?", "Scrivi quante persone ne fanno parte. Il valore minimo è 2."),
    )
    keys.type(OWN_TAX_CODE, TAX_NUMBER)
    keys.type("Quante persone ne fanno parte?", "30")


def says_what_it_does(applicant: Applicant) -> None:
    keys = applicant.keyboard
    applicant.arrives("Attività e territorio")
    applicant.is_told(
        (FIELDS, "Scegli almeno un settore."),
        (PLACE, "Scegli il comune."),
        (EXPERIENCE, "Racconta in breve le vostre esperienze."),
    )
    keys.tick("Altro", group=FIELDS)
    keys.find_place(PLACE, "Cortona (AR)")
    keys.tick("Lunigiana", group=OTHER_ZONES)
    keys.type(EXPERIENCE, "Curiamo un giardino. " * 100)
    applicant.opens_more()


def corrects_what_it_does(applicant: Applicant) -> None:
    keys = applicant.keyboard
    applicant.is_told(
        ("Quale?", "Scrivi quale settore."),
        (
            EXPERIENCE,
            "Racconta in breve le vostre esperienze. Il testo ha 2099 caratteri: il massimo è 2000.",
        ),
    )
    keys.type("Quale?", "Orti e giardini")
    keys.type(EXPERIENCE, "Da sei anni curiamo un giardino accanto alla Casa della Comunità.")
    applicant.presses_on("Avanti", "La proposta")


def proposes(applicant: Applicant) -> None:
    """Everything of the proposal but the last press."""
    keys = applicant.keyboard
    applicant.is_told(
        (IDEA, "Scrivi in breve che cosa vorreste costruire."),
        (CONTRIBUTION, "Scegli almeno una cosa che potete mettere a disposizione."),
        (ALL_MEETINGS, f"Rispondi a «{ALL_MEETINGS}»: scegli sì o no."),
    )
    keys.type(IDEA, THE_IDEA)
    keys.tick("Spazi", group=CONTRIBUTION)
    keys.choose(ALL_MEETINGS, "Sì")


def attaches_and_declares(applicant: Applicant, document: Path) -> None:
    keys = applicant.keyboard
    applicant.arrives("Documenti e dichiarazioni")
    undeclared = "Per proseguire occorre spuntare questa dichiarazione."
    applicant.is_told(
        (IDENTITY_CARD, "Allega il documento di identità."),
        (TRUTH, undeclared),
        (COMMITMENT, undeclared),
    )
    applicant.attaches(IDENTITY_CARD, document)
    keys.tick(TRUTH)
    keys.tick(COMMITMENT)
    applicant.presses_on("Avanti", "Controlla e invia")
