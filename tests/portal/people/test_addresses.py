"""Two addresses are one mailbox where the same letters arrive."""

import pytest
from django.core.mail.message import sanitize_address

from portal.people.addresses import box


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@example.org", "ADA+bis@Example.ORG "),
        ("ada@città.example", "ada@xn--citt-3na.example"),
        ("ada@example.org", "ada@ｅｘａｍｐｌｅ.org"),
        ("+ada@example.org", "+ADA@example.org"),
    ],
)
def test_however_it_is_written_it_is_one_mailbox(one: str, other: str) -> None:
    assert box(one) == box(other)
    # That is where a letter goes.
    assert sanitize_address(one, "utf-8").rpartition("@")[2] == box(other).rpartition("@")[2]


@pytest.mark.parametrize("other", ["adb@example.org", "ada@example.com", "ada@ex\u0430mple.org", "ada@a..b"])
def test_another_mailbox_is_another(other: str) -> None:
    assert box("ada@example.org") != box(other)


def test_what_begins_with_the_sign_is_not_everybodys() -> None:
    assert box("+primo@example.org") != box("+eve@example.org")
    assert box("+primo@example.org") == "+primo@example.org"
