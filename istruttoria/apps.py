from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IstruttoriaConfig(AppConfig):
    name = "istruttoria"
    verbose_name = _("Istruttoria")
