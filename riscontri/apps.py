from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiscontriConfig(AppConfig):
    name = "riscontri"
    verbose_name = _("Riscontri")

    def ready(self) -> None:
        from portal.worker import clock
        from riscontri.clarity import retention as clarity
        from riscontri.problems import retention as problems

        clock.register("opinions on pages", clarity.prune, every=timedelta(hours=6))
        clock.register("reported problems", problems.prune, every=timedelta(hours=6))
