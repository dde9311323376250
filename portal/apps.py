from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portale")

    def ready(self) -> None:
        # Importing the checks registers them.
        from portal import (
            checks,  # noqa: F401
            chores,
            groups,
            mail_files,
            outbox,
            password_letters,
            spreadsheets,
            vital_signs,
        )
        from portal.models.installation import make_installation_after_migrate
        from portal.models.outbox import OutboxMessage

        outbox.register_link_kind(
            password_letters.LINK, outbox.LinkKind(address=password_letters.link_address)
        )
        chores.register()
        spreadsheets.neutralise_exports()
        vital_signs.register()
        post_migrate.connect(groups.make_groups_after_migrate, sender=groups.last_app_with_models())
        post_migrate.connect(make_installation_after_migrate, sender=self)
        post_delete.connect(mail_files.forget_after_delete, sender=OutboxMessage)
