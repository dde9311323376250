"""What a public body owes whoever sends something: an office, an answer in time, data kept no longer."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from candidature.pages.opening import Opening
from candidature.pages.words import CALL, Words


class Procedure(Opening):
    """The office of a page, its terms, and the words for them."""

    words: ClassVar[Words] = CALL

    retention_months = models.PositiveSmallIntegerField(
        _("mesi di conservazione"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_(
            "Dopo la chiusura o, se viene più tardi, dopo la fine dell’evento. Poi candidature e file "
            "vengono cancellati, anche quelli già ricevuti: vale sempre il numero scritto qui."
        ),
    )
    office = models.CharField(_("ufficio competente"), max_length=200, blank=True)
    responsible_person = models.CharField(_("responsabile del procedimento"), max_length=200, blank=True)
    response_days = models.PositiveSmallIntegerField(
        _("giorni per la risposta"),
        default=30,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_(
            "Dalla chiusura. La ricevuta dice entro quale giorno arriva una risposta. Vuoto: non è indicato."
        ),
    )
    appeal = models.TextField(
        _("ricorso"),
        blank=True,
        help_text=_(
            "Il termine e l’autorità a cui ricorrere: lo legge chi non è ammesso, nella lettera e nella "
            "propria pagina (L. 241/1990, art. 3). Vuoto: negli avvisi si legge che si può ricorrere al "
            "Tribunale amministrativo regionale entro 60 giorni o al Presidente della Repubblica entro 120; "
            "negli eventi nulla."
        ),
    )
    contact_email = models.EmailField(_("email per informazioni"), blank=True)
    contact_phone = models.CharField(_("telefono per informazioni"), max_length=40, blank=True)

    class Meta:
        abstract = True

    @property
    def appeal_in_words(self) -> str:
        """By when and to whom who was not admitted may appeal (L. 241/1990, art. 3, c. 4), if it is said."""
        return self.appeal or str(self.words.appeal)

    @property
    def promised_days(self) -> int | None:
        """Within how many days from the closing an answer is promised, if it is."""
        return self.response_days

    @property
    def retention_in_words(self) -> str:
        """How long answers are kept, as the public reads it before sending any."""
        return ngettext(
            "I dati si conservano per %(months)d mese dopo la chiusura.",
            "I dati si conservano per %(months)d mesi dopo la chiusura.",
            self.retention_months,
        ) % {"months": self.retention_months}

    def afterwards(self) -> str:
        """What happens once something is sent, and by when."""
        if self.closes_at and (day := self.respond_by(self.closes_at)):
            return gettext(
                "Ricevi subito una ricevuta con un codice. Dopo la chiusura una commissione esamina ciò che "
                "è arrivato: la risposta arriva per email entro il %(day)s."
            ) % {"day": date_format(day, "j F Y")}
        return gettext(
            "Ricevi subito una ricevuta con un codice. Una commissione esamina ciò che è arrivato, e la "
            "risposta arriva per email."
        )

    def respond_by(self, submitted_at: datetime) -> date | None:
        """The day by which an answer is due (L. 241/1990 art. 2, the term), if it is stated."""
        if self.response_days is None:
            return None
        start = timezone.localtime(self.closes_at or submitted_at).date()
        return start + timedelta(days=self.response_days)
