"""How old one must be to answer a page, and which other people confirm what is sent."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from candidature.pages.procedure import Procedure
from candidature.pages.window import AllowedApplicants
from portal.people.ages import age_on

# Codice civile, art. 2.
OF_AGE = 18
MOST_PARTNERS = 20


class Others(Procedure):
    """The settings of a page that ask for another person: a guardian of who is under age, or partners."""

    minimum_age = models.PositiveSmallIntegerField(
        _("età minima"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_(
            "Anni compiuti il giorno dell’invio, per chi partecipa come cittadina o cittadino. Vuota: la "
            "data di nascita non si chiede."
        ),
    )
    guardian_confirms = models.BooleanField(
        _("per chi ha meno di 18 anni conferma un genitore"),
        default=False,
        help_text=_(
            "O chi ne fa le veci. Si chiedono il suo nome e il suo indirizzo email: da un collegamento legge "
            "ciò che è scritto e conferma, oppure no."
        ),
    )
    most_partners = models.PositiveSmallIntegerField(
        _("quanti partner si possono indicare"),
        default=0,
        validators=[MaxValueValidator(MOST_PARTNERS)],
        help_text=_(
            "Chi compila indica altre organizzazioni: ciascuna riceve un collegamento, legge e conferma, "
            "oppure no. Con 0 non si chiede nulla."
        ),
    )
    waits_for_others = models.BooleanField(
        _("l’invio aspetta tutte le conferme"),
        default=False,
        help_text=_(
            "Se è attivo le conferme si chiedono prima: si invia, entro la chiusura, solo quando ci sono "
            "tutte. Se non è attivo si chiedono dopo l’invio, e arrivano anche a termine passato."
        ),
    )

    class Meta:
        abstract = True

    @property
    def asks_birth_date(self) -> bool:
        """Whether citizens say when they were born."""
        return self.minimum_age is not None

    @property
    def asks_others(self) -> bool:
        """Whether anybody else may be asked to confirm."""
        return self.guardian_confirms or self.most_partners > 0

    def misses_birth_date(self, applicant_kind: str, born: date | None) -> bool:
        """Whether an applicant has to say when they were born, and did not."""
        return self.asks_birth_date and applicant_kind == AllowedApplicants.CITIZENS and born is None

    def is_too_young(self, born: date | None, day: date) -> bool:
        """Whether somebody may not send on that day, for being too young."""
        return self.minimum_age is not None and born is not None and age_on(born, day) < self.minimum_age

    def needs_guardian(self, born: date | None, day: date) -> bool:
        """Whether a guardian confirms what somebody sends on that day."""
        return self.guardian_confirms and born is not None and age_on(born, day) < OF_AGE

    def wrong_ages(self) -> dict[str, Any]:
        """What does not fit together in these settings, by field."""
        if self.guardian_confirms and self.minimum_age is None:
            return {"minimum_age": _t("Indica l’età minima: senza, la data di nascita non si chiede.")}
        if self.guardian_confirms and self.minimum_age is not None and self.minimum_age >= OF_AGE:
            return {"guardian_confirms": _t("Con questa età minima nessuno ha meno di 18 anni.")}
        return {}
