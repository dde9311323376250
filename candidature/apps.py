from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatureConfig(AppConfig):
    name = "candidature"
    verbose_name = _("Partecipazione")
