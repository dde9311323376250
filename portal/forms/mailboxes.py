"""The fields in which the public writes an address that letters go to."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy

from portal.people import addresses

# The type of the control brings the keyboard with the at sign.
EMAIL_TYPING = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
INVALID_EMAIL = gettext_lazy("Scrivi un indirizzo completo, per esempio nome@esempio.it.")


class _MailboxValidator(EmailValidator):
    """An address in a domain: `localhost` or a number would lead the mail server into its own network."""

    def __init__(self) -> None:
        super().__init__(allowlist=[])

    def validate_domain_part(self, domain_part: str) -> bool:
        """Without Django's second way, a number in brackets."""
        return bool(self.domain_regex.match(domain_part))


class MailboxField(forms.EmailField):
    default_validators = [_MailboxValidator()]


class AddressField(MailboxField):
    """An address as it is compared, however it was typed or pasted."""

    def to_python(self, value: Any) -> str:
        return addresses.normal(str(value or ""))
