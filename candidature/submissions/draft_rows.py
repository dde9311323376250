"""Drafts as presses read them: by statements that are written once.

Each press reads its draft before the lock and once more under it. As queries of the model most of that time
went into writing the same text anew (decision 90).
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.transaction import TransactionManagementError

from candidature.submissions.channels import Channel
from candidature.submissions.drafts import Draft
from portal import rows
from portal.people import addresses

_DRAFTS = f'"{Draft._meta.db_table}"'
_WITH_SECRET = f'SELECT * FROM {_DRAFTS} WHERE "token_hash" = %s'  # noqa: S608 - ours
# As `addresses.may_be` asks it.
_OF_ADDRESS = (
    f'SELECT "id", "email" FROM {_DRAFTS} WHERE "page_id" = %s AND "channel" = %s AND "expires_at" > %s '  # noqa: S608
    'AND "id" <> %s AND UPPER("email") IN (UPPER(%s), UPPER(%s)) ORDER BY "updated_at" DESC'
)
_LOCKED = f'SELECT 1 FROM {_DRAFTS} WHERE "id" = %s'  # noqa: S608 - ours
_BEGUN_SINCE = (
    f'SELECT COUNT(*) FROM (SELECT 1 FROM {_DRAFTS} WHERE "page_id" = %s AND "channel" = %s '  # noqa: S608
    'AND "created_at" >= %s LIMIT %s) AS "lately"'
)


def with_secret(token_hash: str) -> Draft | None:
    """The draft that its browser opens with the secret of this digest."""
    return rows.first(Draft, _WITH_SECRET, [token_hash])


def locked(pk: int, has: Mapping[str, type[models.Model]] | None = None) -> Draft | None:
    """A draft read afresh, and locked until the transaction ends; None where there is none any more.

    Args:
        has: models whose rows belong to drafts (`draft`), by the name under which the draft then says whether
            it has any. Always the same for a caller.

    Raises:
        TransactionManagementError: there is no transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A draft is locked until a transaction ends, and there is none.")
    statement = _statement(tuple((has or {}).items()))
    locks = connection.features.has_select_for_update
    clause = connection.ops.for_update_sql(of=(_DRAFTS,)) if locks else ""
    if not clause:
        return rows.first(Draft, statement, [pk])
    # Not in one statement: PostgreSQL reads other tables as they were when the statement began to wait.
    return rows.first(Draft, statement, [pk, pk], lock=f"{_LOCKED} {clause}")


def of_address(address: str, begun: Draft, at: datetime) -> int | None:
    """The number of the newest other draft that this normal address began on the page of a draft.

    Args:
        at: when it must still be kept.
    """
    online, kept = Channel.ONLINE.value, _stored(at)
    values = [begun.page_id, online, kept, begun.pk, address, address.upper()]
    with connection.cursor() as cursor:
        cursor.execute(_OF_ADDRESS, values)
        found = cursor.fetchall()
    return next((pk for pk, email in found if addresses.normal(email) == address), None)


def begun_since(page_id: int, moment: datetime, most: int) -> int:
    """How many drafts of a page were begun online since a moment and not sent; no more than so many."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN_SINCE, [page_id, Channel.ONLINE.value, _stored(moment), most])
        return int(cursor.fetchone()[0])


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


@cache
def _statement(has: tuple[tuple[str, type[models.Model]], ...]) -> str:
    columns = [f"{_DRAFTS}.*"]
    for name, model in has:
        table = f'"{model._meta.db_table}"'
        exists = f'SELECT 1 FROM {table} WHERE {table}."draft_id" = {_DRAFTS}."id"'  # noqa: S608 - ours
        columns.append(f'EXISTS ({exists}) AS "{name}"')
    return f'SELECT {", ".join(columns)} FROM {_DRAFTS} WHERE {_DRAFTS}."id" = %s'  # noqa: S608 - ours
