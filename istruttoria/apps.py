from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IstruttoriaConfig(AppConfig):
    name = "istruttoria"
    verbose_name = _("Istruttoria")

    def ready(self) -> None:
        from istruttoria.messages import telling
        from portal.worker import clock

        clock.register("messages to read", telling.tell_staff, every=timedelta(minutes=5))
