"""What a public body owes whoever sends something: an office, an answer in time, data kept no longer."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from candidature.pages.promised import PROMISED, Promised
from candidature.pages.words import CALL, Words
from portal.italian.days import with_article


class Procedure(Promised):
    """The office of a page, its terms, and the words for them."""

    words: ClassVar[Words] = CALL
    # What a new page takes over from the values of its site.
    begins_with: ClassVar[tuple[str, ...]] = PROMISED

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
    def answer_in_words(self) -> str:
        """Within how many days an answer is promised; empty where none is."""
        if self.promised_days is None:
            return ""
        return ngettext(
            "Entro %(days)d giorno dalla chiusura",
            "Entro %(days)d giorni dalla chiusura",
            self.promised_days,
        ) % {"days": self.promised_days}

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
                "è arrivato: la risposta arriva per email entro %(day)s."
            ) % {"day": with_article(day)}
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
