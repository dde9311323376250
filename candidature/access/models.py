"""Committees (commissioni): who reviews which submissions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Committee(models.Model):
    """Reviewers in charge of some calls or events, or of everything that concerns some zones."""

    name = models.CharField(_("nome"), max_length=200, unique=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="committees", verbose_name=_("componenti")
    )
    pages: models.ManyToManyField[Page, Any] = models.ManyToManyField(
        Page,
        blank=True,
        related_name="committees",
        verbose_name=_("avvisi ed eventi"),
        help_text=_("La commissione vede tutto ciò che arriva per queste pagine."),
    )
    zones = models.ManyToManyField(
        "territori.Zone",
        blank=True,
        related_name="committees",
        verbose_name=_("zone-distretto"),
        help_text=_("La commissione vede tutto ciò che riguarda queste zone."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("commissione")
        verbose_name_plural = _("commissioni")

    def __str__(self) -> str:
        return self.name
