from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Novità")

    def ready(self) -> None:
        from portal.pages import related

        related.register("news", lambda page: related.naming(page, "newspages", "-date", {"day": "date"}))
