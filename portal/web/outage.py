"""Telling a portal that cannot write at the moment from one that is broken.

A full disk, a database that is locked for too long, or one that is away: the request did nothing wrong, and
the same request will do later. Whoever sent it gets a sentence and what they typed, never a bare error.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext_lazy as _

from portal.health import outages

# After so many seconds it is worth trying again.
RETRY_SECONDS = 60
_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
_SQLITE_ERRORS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connections, resources (a full disk is
# 53100), intervention by the operator, and a lock that was not given in time.
_POSTGRESQL_CLASSES = ("08", "53", "57")
_POSTGRESQL_STATES = {"55P03", "40P01", "58030"}

SENTENCE = _(
    "In questo momento il portale non riesce a salvare: non è colpa tua, e chi lo gestisce vede che c’è un "
    "guasto. Ciò che hai scritto è ancora in questa pagina: aspetta qualche minuto e invia di nuovo."
)
FILES_SENTENCE = _("I file scelti ora non sono stati salvati: sceglili di nuovo.")


def sentence(*, with_files: bool) -> str:
    """What is said beside a form that could not be saved.

    Args:
        with_files: whether files came with it, which have to be chosen again.
    """
    return f"{SENTENCE} {FILES_SENTENCE}" if with_files else str(SENTENCE)


class OutageError(Exception):
    """The portal could not write; the cause says why."""


def is_outage(error: BaseException | None) -> bool:
    """Whether an exception tells of a full disk, a lock or a database that is away."""
    if isinstance(error, OutageError):
        return True
    if isinstance(error, DatabaseError | InterfaceError):
        return _is_outage_of_the_database(error.__cause__ or error)
    return isinstance(error, OSError) and error.errno in _DISK_ERRORS


def _is_outage_of_the_database(cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        # The low byte is the primary code (https://www.sqlite.org/rescode.html).
        return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _SQLITE_ERRORS
    if not hasattr(cause, "sqlstate"):
        return False
    state = cause.sqlstate
    if state is None:
        # psycopg speaks without a state when there is no connection, or none is free in its pool.
        return type(cause).__name__ in ("OperationalError", "ConnectionTimeout", "PoolTimeout", "PoolClosed")
    return state in _POSTGRESQL_STATES or state.startswith(_POSTGRESQL_CLASSES)


@contextmanager
def noticed() -> Iterator[None]:
    """Turns what happens inside, if it is an outage, into `OutageError`.

    Raises:
        OutageError: nothing was written.
    """
    try:
        yield
    except (DatabaseError, InterfaceError, OSError) as error:
        if not is_outage(error):
            raise
        outages.note(error)
        raise OutageError from error
