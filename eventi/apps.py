from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EventiConfig(AppConfig):
    name = "eventi"
    verbose_name = _("Eventi")

    def ready(self) -> None:
        from eventi import triggers
        from portal.pages import related

        dates = {"opens_at": "opens_at", "closes_at": "closes_at", "starts_at": "starts_at"}
        related.register("events", lambda page: related.naming(page, "eventpages", "-starts_at", dates))
        post_migrate.connect(triggers.install_after_migrate, sender=self)
