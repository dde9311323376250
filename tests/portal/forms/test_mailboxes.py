"""An address that the public writes leads to a domain, never into the network of the mail server."""

import pytest
from django import forms

from portal.forms.mailboxes import AddressField, MailboxField


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


class Found(forms.Form):
    email = AddressField()


@pytest.mark.parametrize("typed", ["Ada@Example.ORG", " ada@ example.org\n", "ada@example.org"])
def test_where_somebody_is_looked_for_it_is_read_as_it_is_compared(typed: str) -> None:
    form = Found({"email": typed})

    assert form.is_valid()
    assert form.cleaned_data["email"] == "ada@example.org"


@pytest.mark.parametrize("typed", ["root@localhost", "ada", ""])
def test_there_too_only_an_address_is_taken(typed: str) -> None:
    assert not Found({"email": typed}).is_valid()
