"""Who answers for some pages of the demonstration: one is to be read again by now, one soon."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from demo.accounts import DOMAIN
from demo.building.pages import site_root
from portal.models import PageCare, User

# By the last part of the address: in how many days.
DUE_IN_DAYS = {"domande-frequenti": -3, "contatti": 20}


def load() -> None:
    editor = User.objects.filter(email=f"redazione@{DOMAIN}").first()
    for slug, days in DUE_IN_DAYS.items():
        page = Page.objects.child_of(site_root()).filter(slug=slug).first()
        if page is not None:
            PageCare.objects.get_or_create(
                page=page,
                defaults={"owner": editor, "review_on": timezone.localdate() + timedelta(days=days)},
            )
