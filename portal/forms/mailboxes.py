"""The field in which the public writes an address that letters go to."""

from django import forms
from django.core.validators import EmailValidator


class _MailboxValidator(EmailValidator):
    """An address in a domain: `localhost` or a number would lead the mail server into its own network."""

    def __init__(self) -> None:
        super().__init__(allowlist=[])

    def validate_domain_part(self, domain_part: str) -> bool:
        """Without Django's second way, a number in brackets."""
        return bool(self.domain_regex.match(domain_part))


class MailboxField(forms.EmailField):
    default_validators = [_MailboxValidator()]
