from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriConfig(AppConfig):
    name = "territori"
    verbose_name = _("Territori")

    def ready(self) -> None:
        from portal import triggers
        from portal.pages import edition
        from territori.pages.territories import TerritoryPage
        from territori.zones.models import Municipality, Zone

        triggers.register(edition.watching(Municipality, Zone, TerritoryPage))
