from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portale")

    def ready(self) -> None:
        from portal import chores, groups, outbox, password_letters, spreadsheets

        outbox.register_link_kind(
            password_letters.LINK, outbox.LinkKind(address=password_letters.link_address)
        )
        chores.register()
        spreadsheets.neutralise_exports()
        post_migrate.connect(groups.make_groups_after_migrate, sender=groups.last_app_with_models())
