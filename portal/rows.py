"""One row read or written by a statement whose text is made once in a process.

A query of models writes its text anew each time, and for one row that takes several times what the database
does. Presses of a form read and write a handful of rows each, always the same columns: those go through here
(decision 129). What a model is stays its own: its fields prepare what is stored and read what comes back, and
whoever listens to its signals is told.
"""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, Field, Model
from django.db.models.signals import post_save, pre_save
from django.db.transaction import mark_for_rollback_on_error

Row = TypeVar("Row", bound=Model)
_Converters = list[tuple[int, Any, list[Callable[..., Any]]]]

# Of statements and of sets of columns: more than the code has.
MOST_KEPT = 256


def first(model: type[Row], statement: str, values: Sequence[Any], *, lock: str = "") -> Row | None:
    """The first row that a statement finds; None where it finds none.

    Args:
        lock: a statement that waits for locks, on PostgreSQL: it is sent along before the other, which then
            reads all tables as they are after the wait. Its values come before the other's.
        statement: it names every column of the model, in any order. What else it selects is set on the
            instance by its name, as the database gives it.
    """
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(f"{lock}; {statement}" if lock else statement, values)
        if lock:
            cursor.nextset()
        found = cursor.fetchone()
        if found is None:
            return None
        names = tuple(column[0] for column in cursor.description)
    made: Row | None = _reader(database, model, names).instance(found)
    return made


def insert(instance: Model) -> None:
    """Writes a row that is not there yet, as `save` does.

    Raises:
        ValueError: it has a number already, or its model is one whose rows are not written here.
    """
    model = type(instance)
    if instance.pk is not None:
        raise ValueError(f"{model.__name__} {instance.pk} has a number already.")
    fields, text, returned = _insert(model)
    pre_save.send(sender=model, instance=instance, raw=False, using=DEFAULT_DB_ALIAS, update_fields=None)
    database = connections[DEFAULT_DB_ALIAS]
    with mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), database.cursor() as cursor:
        cursor.execute(
            f"{text} RETURNING {_columns(returned)}", _prepared(instance, fields, database, add=True)
        )
        given = list(cursor.fetchone())
    for place, column, converters in _converters(database, returned):
        for converter in converters:
            given[place] = converter(given[place], column, database)
    for field, value in zip(returned, given, strict=True):
        setattr(instance, field.attname, value)
    instance._state.db, instance._state.adding = DEFAULT_DB_ALIAS, False
    post_save.send(
        sender=model, instance=instance, created=True, update_fields=None, raw=False, using=DEFAULT_DB_ALIAS
    )


def insert_unless_there(instance: Model) -> None:
    """Writes a row, unless another has one of its keys. As `bulk_create`, it tells nobody, nor its number."""
    fields, text, _returned = _insert(type(instance))
    database = connections[DEFAULT_DB_ALIAS]
    with mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), database.cursor() as cursor:
        cursor.execute(f"{text} ON CONFLICT DO NOTHING", _prepared(instance, fields, database, add=True))


def update(instance: Model, names: Collection[str]) -> None:
    """Writes some columns of a row, as `save(update_fields=names)` does.

    Raises:
        DatabaseError: the row is no longer there.
    """
    model, written = type(instance), frozenset(names)
    fields, text = _update(model, written)
    told = {"sender": model, "instance": instance, "raw": False, "using": DEFAULT_DB_ALIAS}
    pre_save.send(**told, update_fields=written)
    database = connections[DEFAULT_DB_ALIAS]
    with mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), database.cursor() as cursor:
        cursor.execute(text, [*_prepared(instance, fields, database, add=False), instance.pk])
        if not cursor.rowcount:
            raise DatabaseError(f"{model.__name__} {instance.pk} is no longer there.")
    post_save.send(**told, created=False, update_fields=written)


class _Reader:
    """Makes instances of what a statement selects, on one connection."""

    def __init__(self, database: BaseDatabaseWrapper, model: type[Model], names: Sequence[str]) -> None:
        fields = model._meta.concrete_fields
        places = {name: place for place, name in enumerate(names)}
        self._model = model
        self._names = [field.attname for field in fields]
        self._in_order = itemgetter(*(places[str(field.column)] for field in fields))
        self._converters = _converters(database, fields)
        own = {field.column for field in fields}
        self._beside = [(name, place) for name, place in places.items() if name not in own]
        self._database = database

    def instance(self, found: Sequence[Any]) -> Any:
        values = list(self._in_order(found))
        for place, column, converters in self._converters:
            for converter in converters:
                values[place] = converter(values[place], column, self._database)
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, values)
        for name, place in self._beside:
            setattr(made, name, found[place])
        return made


# Converters belong to a connection, and each thread has its own.
_readers: WeakKeyDictionary[BaseDatabaseWrapper, dict[Any, _Reader]] = WeakKeyDictionary()


def _reader(database: BaseDatabaseWrapper, model: type[Model], names: tuple[str, ...]) -> _Reader:
    kept = _readers.setdefault(database, {})
    reader = kept.get((model, names))
    if reader is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        reader = kept[model, names] = _Reader(database, model, names)
    return reader


def _converters(database: BaseDatabaseWrapper, fields: Sequence[Field[Any, Any]]) -> _Converters:
    """Those of the fields that have any, by their place: what becomes of a value of the database."""
    found = []
    for place, field in enumerate(fields):
        column = field.get_col(field.model._meta.db_table)
        converters = [*database.ops.get_db_converters(column), *column.get_db_converters(database)]
        if converters:
            found.append((place, column, converters))
    return found


def _prepared(
    instance: Model, fields: Sequence[Field[Any, Any]], database: BaseDatabaseWrapper, *, add: bool
) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(instance, add), database) for field in fields]


@lru_cache(maxsize=MOST_KEPT)
def _insert(model: type[Model]) -> tuple[list[Field[Any, Any]], str, list[Field[Any, Any]]]:
    """The fields that are written, the statement, and the fields that the database fills."""
    _is_plain(model)
    meta = model._meta
    fields = [field for field in meta.local_concrete_fields if not field.generated and not field.primary_key]
    returned: list[Field[Any, Any]] = list(meta.db_returning_fields)
    values = ", ".join(["%s"] * len(fields))
    text = f'INSERT INTO "{meta.db_table}" ({_columns(fields)}) VALUES ({values})'  # noqa: S608 - ours
    return fields, text, returned


@lru_cache(maxsize=MOST_KEPT)
def _update(model: type[Model], names: frozenset[str]) -> tuple[list[Field[Any, Any]], str]:
    """The fields that are written, and the statement."""
    _is_plain(model)
    meta = model._meta
    fields = [field for field in meta.local_concrete_fields if {field.name, field.attname} & names]
    unknown = names - {name for field in fields for name in (field.name, field.attname)}
    if unknown or any(field.primary_key or field.generated for field in fields):
        raise ValueError(f"{model.__name__} has no columns to write of these names: {sorted(names)}.")
    assigned = ", ".join(f'"{field.column}" = %s' for field in fields)
    return fields, f'UPDATE "{meta.db_table}" SET {assigned} WHERE "{meta.pk.column}" = %s'  # noqa: S608


def _is_plain(model: type[Model]) -> None:
    """Asks whether rows of a model are one row of one table, of values and nothing else.

    Raises:
        ValueError: they are not, or the model saves in a way of its own.
    """
    meta = model._meta
    if (
        meta.parents
        or meta.proxy
        or meta.auto_field is None
        or meta.order_with_respect_to
        or model.save is not Model.save
        or model.save_base is not Model.save_base
        or any(field.has_db_default() or _has_a_place_of_its_own(field) for field in meta.local_fields)
    ):
        raise ValueError(f"Rows of {model.__name__} are written by its own `save`.")


def _has_a_place_of_its_own(field: Field[Any, Any]) -> bool:
    """Whether a value stands in a statement otherwise than as `%s`; binary ones do on MySQL alone."""
    return hasattr(field, "get_placeholder") and not isinstance(field, BinaryField)


def _columns(fields: Sequence[Field[Any, Any]]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)
