from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModuliConfig(AppConfig):
    name = "moduli"
    verbose_name = _("Moduli")

    def ready(self) -> None:
        from moduli import building

        building.announce()
