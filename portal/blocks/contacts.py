"""Whom to write to or call."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def dialled(phone: str) -> str:
    """A number as a `tel:` link wants it: digits and a leading plus."""
    return "".join(c for i, c in enumerate(phone.strip()) if c.isdigit() or (c == "+" and i == 0))


class ContactsValue(blocks.StructValue):
    @property
    def is_complete(self) -> bool:
        """Whether there is at least one way to get in touch."""
        return any(self.get(name) for name in ("address", "phone", "email", "pec", "website", "hours"))

    @property
    def phone_href(self) -> str:
        return dialled(self.get("phone") or "")


class ContactsBlock(blocks.StructBlock):
    office = blocks.CharBlock(required=False, max_length=160, label=_("Ufficio"))
    address = blocks.CharBlock(required=False, max_length=200, label=_("Indirizzo"))
    phone = blocks.CharBlock(required=False, max_length=40, label=_("Telefono"))
    email = blocks.EmailBlock(required=False, label=_("Email"))
    pec = blocks.EmailBlock(required=False, label=_("PEC"))
    website = blocks.URLBlock(required=False, label=_("Sito"))
    hours = blocks.CharBlock(required=False, max_length=200, label=_("Orari"))

    class Meta:
        icon = "mail"
        label = _("Contatti")
        template = "blocks/contacts.html"
        value_class = ContactsValue
