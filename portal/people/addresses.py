"""One mailbox, however its address is typed: no letter ever goes to a look-alike."""

import contextlib

from django.db.models import Q


def normal(address: str) -> str:
    """An address as it is compared and written to: without white space, in lower case.

    `lower` and not `casefold`: what only a folding makes equal, such as ß and ss, may be two mailboxes.
    """
    return "".join(address.split()).lower()


def box(address: str) -> str:
    """The mailbox of an address: what follows a `+` reaches the same one, however its domain is written.

    Where nothing stands before the `+` there is no shorter address. It tells mailboxes apart; two addresses
    of one mailbox need not be of one person, so it never says whose something is.

    A domain may be written in letters of any alphabet or width: a letter leaves for what IDNA 2003 makes of
    it (`django.core.mail`).
    """
    local, _at, domain = normal(address).rpartition("@")
    # For what is no domain no letter leaves either.
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{local.partition('+')[0] or local}@{domain}"


def may_be(address: str) -> Q:
    """The rows whose `email` may be this normal address; what is found is compared anew by `normal`.

    SQLite ignores the case of ASCII alone, PostgreSQL that of more letters than make one mailbox.
    """
    return Q(email__iexact=address) | Q(email__iexact=address.upper())
