from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class APIConfig(AppConfig):
    name = "api"
    verbose_name = _("Dati per i programmi")

    def ready(self) -> None:
        from api.asking import PARAMETERS
        from portal.page_cache.requests import know_parameters
        from portal.page_cache.tickets import know_views

        know_parameters(*PARAMETERS)
        know_views("api:index", "api:document", "api:listing", "api:one")
