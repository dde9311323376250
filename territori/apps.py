from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriConfig(AppConfig):
    name = "territori"
    verbose_name = _("Territori")

    def ready(self) -> None:
        from portal import triggers
        from portal.page_cache.requests import know_parameters
        from portal.pages import edition
        from territori.pages.territories import TerritoryPage
        from territori.resources.filters import PARAMETERS
        from territori.zones.models import Municipality, Zone

        know_parameters(*PARAMETERS)
        triggers.register(edition.watching(Municipality, Zone, TerritoryPage))
