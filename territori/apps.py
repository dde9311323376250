from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriConfig(AppConfig):
    name = "territori"
    verbose_name = _("Territori")

    def ready(self) -> None:
        from portal import triggers
        from portal.page_cache.requests import know_parameters
        from portal.pages import edition, landmarks
        from portal.worker import clock
        from territori.pages import forgetting
        from territori.pages.index import TerritoryIndexPage
        from territori.pages.territories import TerritoryPage
        from territori.resources.filters import PARAMETERS
        from territori.zones.models import Municipality, Zone

        know_parameters(*PARAMETERS)
        landmarks.register(TerritoryIndexPage)
        clock.register("names of committees", forgetting.forget_names, every=timedelta(hours=12))
        triggers.register(edition.watching(Municipality, Zone, TerritoryPage))
