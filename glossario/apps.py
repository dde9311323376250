from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossarioConfig(AppConfig):
    name = "glossario"
    verbose_name = _("Glossario")

    def ready(self) -> None:
        from glossario.pages import GlossaryTermPage
        from portal import triggers
        from portal.page_cache.requests import know_parameters
        from portal.pages.edition import watching

        know_parameters("lettera")

        # The terms are remembered with the edition.
        triggers.register(watching(GlossaryTermPage))
