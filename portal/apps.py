from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portale")

    def ready(self) -> None:
        # Importing the checks registers them.
        from portal import checks, chores, groups  # noqa: F401

        chores.register()
        post_migrate.connect(groups.make_groups_after_migrate, sender=groups.last_app_with_models())
