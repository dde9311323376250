"""Where a place is on a map and how one gets in: what a resource and a Casa della Comunità share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.pages.base import BasePage
from territori.resources.kinds import Entrance
from territori.resources.places import LATITUDES, LONGITUDES, map_address


class Located(BasePage):
    """The page of a place with an address; `whole_address` is that address in a line, for a map."""

    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitudine"),
        null=True,
        blank=True,
        validators=LATITUDES,
        help_text=_("Per esempio 43.77925. Vuoto: la mappa cerca l’indirizzo."),
    )
    longitude = models.FloatField(
        _("longitudine"),
        null=True,
        blank=True,
        validators=LONGITUDES,
        help_text=_("Per esempio 11.24626."),
    )
    entrance = models.CharField(
        _("ingresso"),
        max_length=20,
        choices=Entrance.choices,
        blank=True,
        help_text=_("Per chi si muove in carrozzina. Se non è noto, lascia vuoto."),
    )
    how_to_get_in = models.CharField(
        _("come si entra"),
        max_length=200,
        blank=True,
        help_text=_("Per esempio: ascensore dal cortile, campanello a destra."),
    )

    class Meta:
        abstract = True

    @property
    def whole_address(self) -> str:
        return self.address

    @property
    def map_url(self) -> str:
        """Where a map shows it; empty where neither coordinates nor address are known."""
        return map_address(self.latitude, self.longitude, self.whole_address if self.address else "")
