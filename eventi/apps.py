from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventiConfig(AppConfig):
    name = "eventi"
    verbose_name = _("Eventi")

    def ready(self) -> None:
        from eventi import invitations
        from eventi.triggers import TRIGGERS
        from portal import triggers
        from portal.outbox import attachments
        from portal.pages import related

        dates = {"opens_at": "opens_at", "closes_at": "closes_at", "starts_at": "starts_at"}
        related.register("events", lambda page: related.naming(page, "eventpages", "-starts_at", dates))
        triggers.register(TRIGGERS)
        attachments.register(invitations.KIND, invitations.make)
