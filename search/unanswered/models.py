"""What visitors looked for and did not find."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.finding.asking import LONGEST_QUERY


class UnansweredSearch(models.Model):
    """One thing that was looked for in vain, on one day or more.

    Nothing tells by whom, nor how often on a day.

    Attributes:
        digest: a keyed digest of the words; all there is until it was looked for on enough days.
        words: as they were typed last, once they have been on enough days.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    words = models.CharField(_("parole cercate"), max_length=LONGEST_QUERY, blank=True)
    days = models.PositiveIntegerField(_("giorni in cui è stata cercata"), default=1)
    last_day = models.DateField(_("ultima volta"), db_index=True)

    class Meta:
        verbose_name = _("ricerca senza risultati")
        verbose_name_plural = _("ricerche senza risultati")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.words
