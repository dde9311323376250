"""A girl of sixteen answers the form for activators at the keyboard: page by page, with every mistake."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import expect

from candidature.ready_sets.asked import TRUTH
from portal.forms.text import shortened
from tests.browser.applicant import Applicant
from tests.browser.people import Person

BORN = "Data di nascita"
GUARDIAN = "Nome e cognome del genitore, o di chi ne fa le veci"
GUARDIANS_EMAIL = "La sua email"
REASON = "Perché vuoi diventare attivatrice o attivatore di comunità?"
EXPERIENCED = "Hai già esperienze di volontariato o di attività con la comunità?"
STORY = "Raccontane una"
STRENGTHS = "In che cosa ti riconosci di più?"
WHEN = "Quando puoi partecipare?"
HOURS = "Quante ore al mese pensi di poter dedicare?"
CURRICULUM = "Curriculum"
TRAINING = "Se sarò selezionata o selezionato, mi impegno a frequentare i tre incontri di formazione."

THE_REASON = "Vorrei che in paese si parlasse di più di salute."


def born_years_ago(years: int) -> date:
    """The first of January of the year in which somebody turned, or turns, this old."""
    return date(timezone.localdate().year - years, 1, 1)


def says_who(applicant: Applicant, person: Person, guardian: Person) -> None:
    """The first page: with nothing, then too young, then of an age at which somebody else confirms."""
    keys = applicant.keyboard
    applicant.arrives("Chi sei")
    blank = [
        ("Nome", "Scrivi il nome."),
        ("Cognome", "Scrivi il cognome."),
        (BORN, "Scrivi la data di nascita."),
        ("Email", "Scrivi l’indirizzo email."),
        ("Comune", "Scegli il comune."),
    ]
    applicant.is_told(*blank)
    keys.type("Nome", person.first_name)
    keys.type("Cognome", person.last_name)
    born = born_years_ago(13)
    keys.type_day(BORN, born)
    keys.type("Email", "licia@")
    keys.find_place("Comune", "Aulla (MS)")
    from_then_on = f"e tu li compi il 1º gennaio {born.year + 16}."
    applicant.is_told(
        (BORN, f"Per partecipare servono almeno 16 anni il giorno dell’invio, {from_then_on}"),
        ("Email", "Scrivi un indirizzo completo, per esempio nome@esempio.it."),
    )
    keys.type_day(BORN, born_years_ago(17))
    keys.type("Email", person.email)
    applicant.is_told(
        (
            GUARDIAN,
            "Hai meno di 18 anni: scrivi il nome e il cognome di un genitore, o di chi ne fa le veci.",
        ),
        (GUARDIANS_EMAIL, "Hai meno di 18 anni: scrivi la sua email."),
    )
    keys.type(GUARDIAN, f"{guardian.first_name} {guardian.last_name}")
    keys.type(GUARDIANS_EMAIL, person.email)
    applicant.is_told(
        (
            GUARDIANS_EMAIL,
            "È lo stesso indirizzo che hai scritto per te: serve quello che legge un genitore, o chi ne fa "
            "le veci.",
        )
    )
    keys.type(GUARDIANS_EMAIL, guardian.email)
    applicant.presses_on("Avanti", "Motivazione ed esperienza")


def confirms(parent: Applicant, link: str) -> None:
    """A parent reads what was sent, and confirms."""
    parent.visitor.visit("/")
    parent.visitor.visit(link)
    parent.arrives("Ti chiedono una conferma")
    expect(parent.page.get_by_text(THE_REASON)).to_be_visible()
    parent.keyboard.enter("Confermo: può partecipare")
    parent.arrives("Hai confermato")
    # Their page is at one address, before they answer and after.
    parent.turns_back("Hai confermato", "Hai confermato")


def says_why(applicant: Applicant) -> None:
    """Everything of the step but the last press."""
    keys = applicant.keyboard
    applicant.arrives("Motivazione ed esperienza")
    applicant.is_told(
        (REASON, "Scrivi in breve perché vuoi partecipare."),
        (EXPERIENCED, f"Rispondi a «{shortened(EXPERIENCED)}»: scegli sì o no."),
        (STRENGTHS, "Scegli da una a tre qualità."),
    )
    keys.type(REASON, "a" * 2001)
    keys.choose(EXPERIENCED, "Sì")
    for strength in ("So ascoltare", "So organizzare", "Conosco bene il mio paese", "Parlo più lingue"):
        keys.tick(strength, group=STRENGTHS)


def corrects_why(applicant: Applicant) -> None:
    keys = applicant.keyboard
    applicant.opens_more()
    applicant.is_told(
        (
            REASON,
            "Scrivi in breve perché vuoi partecipare. Il testo ha 2001 caratteri: il massimo è 2000.",
        ),
        (STORY, "Racconta in breve un’esperienza."),
        (STRENGTHS, "Scegli da una a tre qualità. Puoi sceglierne al massimo 3."),
    )
    keys.type(REASON, THE_REASON)
    keys.type(STORY, "Ho tenuto aperta la biblioteca della scuola.")
    keys.tick("Parlo più lingue", group=STRENGTHS)


def says_when(applicant: Applicant) -> None:
    keys = applicant.keyboard
    applicant.arrives("Disponibilità")
    applicant.is_told((WHEN, "Scegli almeno un momento."), (HOURS, "Scegli quante ore."))
    keys.tick("Il sabato", group=WHEN)


def declares(applicant: Applicant) -> None:
    keys = applicant.keyboard
    applicant.arrives("Dichiarazioni")
    undeclared = "Per proseguire occorre spuntare questa dichiarazione."
    applicant.is_told((TRUTH, undeclared), (TRAINING, undeclared))
    keys.tick(TRUTH)
    keys.tick(TRAINING)
    applicant.presses_on("Avanti", "Controlla e invia")
