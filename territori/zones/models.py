"""The facts of the territory: health districts and the municipalities they gather."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# The map is as wide as a phone: of more columns no letter could be read there.
MOST_ROWS, MOST_COLUMNS = 12, 7
LONGEST_LABEL = 5


class Zone(models.Model):
    """A health district (zona-distretto). Its public page is a `TerritoryPage`."""

    name = models.CharField(_("nome"), max_length=120, unique=True)
    slug = models.SlugField(_("abbreviazione per gli indirizzi"), max_length=120, unique=True)

    map_row = models.PositiveSmallIntegerField(
        _("riga nella mappa"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ROWS)],
        help_text=_("Da 1, a nord, a 12. Senza riga e colonna la zona sta sotto, tra le altre zone."),
    )
    map_column = models.PositiveSmallIntegerField(
        _("colonna nella mappa"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_COLUMNS)],
        help_text=_("Da 1, a ovest, a 7."),
    )
    map_label = models.CharField(
        _("sigla nella mappa"),
        max_length=LONGEST_LABEL,
        blank=True,
        help_text=_("Al massimo 5 lettere. Se resta vuota si usano le iniziali del nome."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("zona-distretto")
        verbose_name_plural = _("zone-distretto")
        constraints = [
            models.UniqueConstraint(
                fields=["map_row", "map_column"],
                name="one_zone_on_a_tile",
                violation_error_message=_(
                    "In quella casella della mappa c’è già un’altra zona: scegline una libera."
                ),
            ),
            models.CheckConstraint(
                condition=Q(map_row__isnull=True, map_column__isnull=True)
                | Q(
                    map_row__isnull=False,
                    map_column__isnull=False,
                    map_row__range=(1, MOST_ROWS),
                    map_column__range=(1, MOST_COLUMNS),
                ),
                name="row_and_column_on_the_map",
                violation_error_message=_(
                    "Nella mappa servono sia la riga sia la colonna, o nessuna delle due."
                ),
            ),
        ]

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
