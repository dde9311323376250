"""What happened on the site that people may be told of: each once, in the order in which it was noticed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class What(models.TextChoices):
    """What happened to a page. A letter says the label where the page's kind says nothing else."""

    PUBLISHED = "published", _("Nuova pagina")
    CHANGED = "changed", _("È cambiato")
    OUTCOME = "outcome", _("È uscito l’esito")
    RESULTS = "results", _("Ci sono i risultati")
    MOVED = "moved", _("Cambia la data")
    RELOCATED = "relocated", _("Cambia il luogo")
    CANCELLED = "cancelled", _("È annullato")
    RESTORED = "restored", _("Si tiene di nuovo")


class Novelty(models.Model):
    """One thing that happened to a page.

    `number` tells those of one kind apart: of a change, its own (`candidature.published.history`); of an
    event, how many times something of it changed. `facts` are what the event said of when and where.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    number = models.PositiveBigIntegerField(default=0)
    facts = models.JSONField(default=dict)
    noticed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "what", "number"], name="each_novelty_is_noticed_once")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.what} {self.number}"


class Noticing(models.Model):
    """One row, locked by whoever looks for novelties: their numbers appear in the order of their commits."""

    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
