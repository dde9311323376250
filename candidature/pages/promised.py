"""What a body promises to whoever takes part: who answers and by when, what becomes of data, when it writes.

Pages have it, and so have the values with which a new page begins (`starting_values`). A page keeps its own:
what was promised does not change with them.
"""

from datetime import time
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from candidature.notices.models import PrivacyNotice
from candidature.pages.opening import Opening
from portal.outbox.quiet_hours import QuietHours

# Who pressed “Invia” in time may prove the address for another week (`candidature.intake.confirming`).
LEAST_DRAFT_DAYS = 8


class AfterInfoTerm(models.TextChoices):
    """What happens to what was to be completed, once the term for it is over."""

    WAIT = "wait", _("Resta in attesa: decide chi valuta")
    REMIND = (
        "remind",
        _("Parte un promemoria che dà una settimana in più, una volta sola; poi resta in attesa"),
    )
    RESUME = "resume", _("Torna in istruttoria da sola, e chi l’ha inviata lo riceve per email")
    CLOSE = (
        "close",
        _("Parte la comunicazione dei motivi ostativi; se entro dieci giorni non arriva nulla, si chiude"),
    )


class Promised(Opening):
    """The columns of it, and the hours in which it does not write."""

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
    privacy_notice = models.ForeignKey(
        PrivacyNotice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("informativa privacy"),
        help_text=_("Senza informativa il modulo non si apre."),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("mesi di conservazione"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_(
            "Dopo la chiusura o, se viene più tardi, dopo la fine dell’evento. Poi candidature e file "
            "vengono cancellati, anche quelli già ricevuti: vale sempre il numero scritto qui."
        ),
    )
    quiet_from = models.TimeField(_("nessun promemoria dalle"), null=True, blank=True, default=time(21))
    quiet_until = models.TimeField(
        _("fino alle"),
        null=True,
        blank=True,
        default=time(8),
        help_text=_(
            "I promemoria di quelle ore partono prima o dopo. Ciò che risponde a chi ha appena inviato, "
            "salvato o chiesto qualcosa parte sempre subito. Vuoti: a ogni ora."
        ),
    )
    letters_need_approval = models.BooleanField(
        _("le lettere di chi valuta aspettano un’approvazione"),
        default=False,
        help_text=_(
            "Chi può approvarle le legge nella posta in uscita, le corregge se serve e le fa partire. "
            "Ricevute e collegamenti partono comunque subito."
        ),
    )
    tells_missed_term = models.BooleanField(
        _("a termine passato, avvisa chi non ha inviato"),
        default=True,
        help_text=_("Chi ha una bozza riceve una lettera: non è stata inviata, e fino a quando resta."),
    )
    draft_days = models.PositiveSmallIntegerField(
        _("giorni in cui le bozze restano dopo la chiusura"),
        default=LEAST_DRAFT_DAYS,
        validators=[MinValueValidator(LEAST_DRAFT_DAYS), MaxValueValidator(60)],
        help_text=_("Almeno 8. Quelle salvate da poco restano comunque trenta giorni dal salvataggio."),
    )
    after_info_term = models.CharField(
        _("quando scade il termine di un’integrazione"),
        max_length=8,
        choices=AfterInfoTerm.choices,
        default=AfterInfoTerm.WAIT,
        help_text=_(
            "L’esito lo decide chi è responsabile. Due promemoria partono comunque prima del termine, due "
            "giorni e tre ore prima. Solo con l’ultima scelta il portale chiude da sé come incompleto ciò "
            "che nessuno ha completato, dopo averne comunicato i motivi (L. 241/1990, art. 10-bis); se "
            "arrivano osservazioni aspetta che qualcuno decida."
        ),
    )

    class Meta:
        abstract = True

    @property
    def gives_more_time(self) -> bool:
        """Whether who did not complete in time is reminded and given a week more."""
        return self.after_info_term == AfterInfoTerm.REMIND

    @property
    def closes_by_itself(self) -> bool:
        """Whether what nobody completes in time is closed once its reasons were told and nobody objected."""
        return self.after_info_term == AfterInfoTerm.CLOSE

    @property
    def quiet_hours(self) -> QuietHours | None:
        """When no reminder leaves (Europe/Rome); None for never."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)


# Their names, as forms have them.
_BEFORE = {field.name for field in Opening._meta.local_fields}
PROMISED = tuple(field.name for field in Promised._meta.local_fields if field.name not in _BEFORE)


def wrong_quiet_hours(begins: time | None, ends: time | None) -> dict[str, Any]:
    """What is wrong with them, by field."""
    if (begins is None) != (ends is None):
        return {
            "quiet_from" if begins is None else "quiet_until": _t("Scrivi tutte e due le ore, o nessuna.")
        }
    if begins is not None and begins == ends:
        return {"quiet_until": _t("Le due ore sono la stessa: non partirebbe mai nulla.")}
    return {}
