"""The facts of the territory: health districts and the municipalities they gather."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Zone(models.Model):
    """A health district (zona-distretto). Its public page is a `TerritoryPage`."""

    name = models.CharField(_("nome"), max_length=120, unique=True)
    slug = models.SlugField(_("abbreviazione per gli indirizzi"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("zona-distretto")
        verbose_name_plural = _("zone-distretto")

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality (comune). Its zone stays empty until staff know it from the Region's register."""

    name = models.CharField(_("comune"), max_length=120)
    province = models.CharField(_("provincia"), max_length=2, help_text=_("Sigla di due lettere."))
    cadastral_code = models.CharField(_("codice catastale"), max_length=4, unique=True)
    zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="municipalities",
        verbose_name=_("zona-distretto"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("comune")
        verbose_name_plural = _("comuni")
        constraints = [
            models.UniqueConstraint(fields=["name", "province"], name="municipality_unique_in_province")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.province})"
