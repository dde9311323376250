"""The demonstration's own part of the frame: staff accounts, illustrations and the site's settings."""

from django.contrib.auth.models import Group
from wagtail.models import Site

from demo.building.images import load_images
from portal.models import PortalSettings, User
from portal.roles import Role

# Public on purpose: production settings refuse to start while an account has it.
PASSWORD = "cantieri-demo"  # noqa: S105

# Local part of the address: (first name, last name, role); an administrator has none.
ACCOUNTS: dict[str, tuple[str, str, Role | None]] = {
    "redazione": ("Redazione", "di prova", Role.EDITORS),
    "revisore": ("Revisore", "di prova", Role.REVIEWERS),
    "responsabile": ("Responsabile", "di prova", Role.OFFICERS),
    "admin": ("Amministrazione", "di prova", None),
}
DOMAIN = "demo.example"


def load() -> None:
    load_accounts()
    load_images()
    load_settings()


def load_accounts() -> None:
    """One account for each role, and an administrator."""
    for name, (first_name, last_name, role) in ACCOUNTS.items():
        email = f"{name}@{DOMAIN}"
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(
            email,
            PASSWORD,
            first_name=first_name,
            last_name=last_name,
            is_staff=True,
            is_superuser=role is None,
        )
        if role is not None:
            user.groups.add(Group.objects.get(name=role))


def load_settings() -> None:
    """Header and footer, unless somebody filled them in already."""
    site = Site.objects.get(is_default_site=True)
    settings = PortalSettings.for_site(site)
    if settings.tagline:
        return
    settings.parent_body = "Portale dimostrativo"
    settings.tagline = "La partecipazione dei cittadini nella salute di comunità"
    settings.demo_notice = True
    settings.contact_email = "cantieri@demo.example"
    settings.save()
