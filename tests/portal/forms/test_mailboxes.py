"""An address that the public writes leads to a domain, never into the network of the mail server."""

import pytest
from django import forms

from portal.forms.mailboxes import MailboxField


class Asked(forms.Form):
    email = MailboxField()


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("ada@example.org", True),
        ("ada@posta.città.example", True),
        ("root@localhost", False),
        ("ada@[127.0.0.1]", False),
        ("ada@[::1]", False),
        ("ada@10.0.0.5", False),
    ],
)
def test_only_an_address_in_a_domain_is_taken(address: str, is_taken: bool) -> None:
    assert Asked({"email": address}).is_valid() is is_taken
