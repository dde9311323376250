"""Whom to ask about a page, where it cannot be answered and in letters: its office, or else the portal's."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from django.conf import settings
from wagtail.models import Page

from candidature.pages.participation import ParticipationPage
from portal.pages.models import PortalSettings
from portal.pages.translations import spoken_by_number

_NUMBER = re.compile(r"\+?[\d\s./()-]+")


@dataclass(frozen=True)
class Contact:
    """Whom to ask. Each may be empty; `page_url` leads to all contacts of the portal."""

    office: str = ""
    email: str = ""
    phone: str = ""
    page_url: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.phone or self.page_url)

    @property
    def callable_phone(self) -> str:
        """The number for a `tel:` address; empty when more than a number was typed."""
        return re.sub(r"[^\d+]", "", self.phone) if _NUMBER.fullmatch(self.phone) else ""


def contact_of(page: ParticipationPage, portal: PortalSettings | None, all_contacts: Page | None) -> Contact:
    """Those of the page; of its original, for a translation that has none; otherwise the portal's.

    The portal's come with the page's office, where only that is known.

    Args:
        all_contacts: the page of the portal's contacts, as whoever asks may read it.
    """
    for source in (page, page.answered):
        if source.contact_email or source.contact_phone:
            return Contact(source.office, source.contact_email, source.contact_phone)
    if portal is None:
        return Contact(page.office)
    return Contact(
        page.office or page.answered.office,
        portal.contact_email,
        portal.contact_phone,
        (all_contacts.url or "") if all_contacts else "",
    )


def contact_of_stored(page: ParticipationPage) -> Contact:
    """The same where there is no visitor, as in a letter, in the language spoken; addresses are whole.

    Only for a page that names nobody: one query, one more for a translation, and one more where the portal
    has nothing but a page with its contacts.
    """
    own = contact_of(page, None, None)
    place = None if own or not page.pk else page.get_url_parts()
    if place is None:
        return own
    # Written in the transaction of whoever sends: no more is read of it than this.
    named = PortalSettings.objects.only("contact_email", "contact_phone", "contacts_page")
    portal = named.filter(site_id=place[0]).first()
    has_own = portal is None or portal.contact_email or portal.contact_phone
    number = None if has_own else portal.contacts_page_id
    found = contact_of(page, portal, spoken_by_number([number]).get(number) if number else None)
    return replace(found, page_url=found.page_url and urljoin(settings.SITE_URL, found.page_url))
