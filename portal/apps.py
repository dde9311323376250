from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, pre_delete, pre_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portale")

    def ready(self) -> None:
        # Importing the checks registers them.
        from wagtail.signals import (
            copy_for_translation_done,
            page_published,
            page_slug_changed,
            post_page_move,
        )

        from portal import checks, triggers  # noqa: F401
        from portal.accounts import groups
        from portal.announcements.models import Announcement
        from portal.backup import restoring
        from portal.care.keeping import hand_on_to_translation
        from portal.entrances import password_letters
        from portal.health import readiness, vital_signs
        from portal.media import avif
        from portal.media.models import PortalRendition
        from portal.outbox import mail_files
        from portal.outbox import sending as outbox
        from portal.outbox.installation import make_installation_after_migrate
        from portal.outbox.models import OutboxMessage
        from portal.page_cache.triggers import of_everything_shown
        from portal.pages.edition import TRIGGERS, watching
        from portal.registers import spreadsheets
        from portal.withdrawing.leading import end_leading, lead_on_from_its_new_address
        from portal.worker import chores

        outbox.register_link_kind(
            password_letters.LINK, outbox.LinkKind(address=password_letters.link_address)
        )
        chores.register()
        spreadsheets.neutralise_exports()
        vital_signs.register()
        readiness.register("restore", restoring.check, if_it_raises=readiness.State.WARNING)
        triggers.register(TRIGGERS)
        triggers.register(watching(Announcement))
        for shown in of_everything_shown():
            triggers.register(shown)
        post_migrate.connect(groups.make_groups_after_migrate, sender=groups.last_app_with_models())
        post_migrate.connect(make_installation_after_migrate, sender=self)
        pre_migrate.connect(triggers.drop_before_migrate, sender=self)
        post_migrate.connect(triggers.install_after_migrate, sender=self)
        copy_for_translation_done.connect(hand_on_to_translation)
        page_published.connect(end_leading)
        # This app is before Wagtail's of redirects, so these hear of it first.
        page_slug_changed.connect(lead_on_from_its_new_address)
        post_page_move.connect(lead_on_from_its_new_address)
        post_page_move.connect(end_leading)
        post_delete.connect(mail_files.forget_after_delete, sender=OutboxMessage)
        pre_delete.connect(avif.delete_files, sender=PortalRendition)
