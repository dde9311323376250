from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class EventiConfig(AppConfig):
    name = "eventi"
    verbose_name = _("Eventi")

    def ready(self) -> None:
        from candidature.published.telling import Audience, register
        from candidature.submissions.models import Submission
        from eventi import counted, invitations, moved, telling
        from eventi.agenda.pages import CalendarPage
        from eventi.pages import EventPage
        from eventi.related import events_naming
        from eventi.saying import SIGN_UPS
        from eventi.triggers import TRIGGERS
        from portal import triggers
        from portal.outbox import attachments
        from portal.page_cache.requests import know_parameters
        from portal.pages import edition, landmarks, related

        know_parameters("mese", "percorso", "vista", "zona")
        landmarks.register(CalendarPage)

        related.register("events", events_naming)
        triggers.register(TRIGGERS)
        triggers.register(edition.watching(EventPage, EventPage.territories.through))
        register(Audience(SIGN_UPS, telling.tell, telling.announce))
        post_delete.connect(counted.keep_of_erased, sender=Submission)
        attachments.register(invitations.KIND, invitations.make)
        attachments.register(moved.KIND, moved.make)
