"""Rows of several tables in one query: what there is about a submission stands in many small ones."""

import json
from collections.abc import Mapping
from datetime import UTC
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, QuerySet, Value
from django.db.models.functions import JSONObject


def together(parts: Mapping[str, QuerySet[Any]]) -> dict[str, list[Any]]:
    """By their names, the rows of each query in its order, as it would read them itself. One query for all.

    What they are sorted by are columns of their own; what they defer stays away, and nothing is joined.
    """
    packed = [_packed(name, rows) for name, rows in parts.items()]
    found: dict[str, list[Any]] = {name: [] for name in parts}
    if not packed:
        return found
    first, *rest = packed
    for name, columns in first.union(*rest, all=True) if rest else first:
        found[name].append(_row(parts[name].model, columns))
    return {name: _sorted(found[name], rows) for name, rows in parts.items()}


def _packed(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Rows of the name and of all columns as JSON."""
    left_out, is_deferred = rows.query.deferred_loading
    columns = {
        field.attname: field.attname
        for field in rows.model._meta.concrete_fields
        if not (is_deferred and field.name in left_out)
    }
    if rows.query.is_sliced:
        # SQLite takes no limit in the parts of a union, but inside them it does.
        rows = rows.model._default_manager.filter(pk__in=rows.values("pk"))
    return rows.order_by().values_list(Value(name), JSONObject(**columns))


def _row(model: type[Any], columns: dict[str, Any]) -> Any:
    fields = [field for field in model._meta.concrete_fields if field.attname in columns]
    values = [_value(field, columns[field.attname]) for field in fields]
    return model.from_db(connection.alias, [field.attname for field in fields], values)


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    """A value of JSON as the column itself is read."""
    if value is None:
        return None
    if isinstance(field, JSONField):
        # SQLite holds text, which stands in the JSON as text.
        text = value if connection.vendor == "sqlite" else json.dumps(value)
        return json.loads(text, cls=field.decoder)
    value = field.to_python(value)
    if isinstance(field, DateTimeField) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _sorted(found: list[Any], rows: QuerySet[Any]) -> list[Any]:
    names = [str(name) for name in rows.query.order_by or rows.model._meta.ordering]
    for name in reversed(names):
        found.sort(key=attrgetter(name.removeprefix("-")), reverse=name.startswith("-"))
    return found
