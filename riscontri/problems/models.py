"""A problem that a visitor tells of."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from riscontri.handling import Handled

LONGEST_TEXT = 1_000
LONGEST_PAGE = 300


class ProblemReport(Handled):
    """One report; forgotten as `retention` says, with the letter that told the office of it.

    Attributes:
        page: where it happened, in the visitor's words or as an address of this site.
        email: to answer to; empty where no answer is wanted.
    """

    page = models.CharField(_("pagina"), max_length=LONGEST_PAGE, blank=True)
    what = models.TextField(_("che cosa è successo"), max_length=LONGEST_TEXT)
    email = models.EmailField(_("email per la risposta"), blank=True)
    told_at = models.DateTimeField(_("data"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("problema segnalato")
        verbose_name_plural = _("problemi segnalati")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return _("Segnalazione n. %(number)s") % {"number": self.pk}

    @property
    def letter_key(self) -> str:
        """By which the letter to the office is found."""
        return f"problem:{self.pk}"
