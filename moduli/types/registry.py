"""All types of question there are: those of this package and those that the site names in its settings."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from moduli import types
from moduli.shape import Question
from moduli.types.base import QuestionType

# Name of the setting: dotted paths of the site's own `QuestionType` classes. It is read when the blocks are
# built, that is while models load: those classes may look up models only when they are used.
SETTING = "MODULI_QUESTION_TYPES"

AnyType = TypeVar("AnyType", bound=type[QuestionType[Any]])

_types: dict[str, QuestionType[Any]] = {}


class UnknownQuestionTypeError(LookupError):
    """A form holds a question of a type that nobody registers, for instance one taken out of the settings."""


def register(cls: AnyType) -> AnyType:
    """Adds a type of question. Two types cannot share a key, because stored forms name it."""
    known = _types.setdefault(cls.key, cls())
    if type(known) is not cls:
        raise ImproperlyConfigured(f"Two types of question are called {cls.key!r}: {type(known)} and {cls}.")
    return cls


def question_types() -> list[QuestionType[Any]]:
    """All types, in the order of the editor's menu."""
    _find()
    return sorted(_types.values(), key=lambda kind: (kind.position, kind.key))


def type_named(key: str) -> QuestionType[Any]:
    """The type with this key.

    Raises:
        UnknownQuestionTypeError: there is none.
    """
    _find()
    try:
        return _types[key]
    except KeyError:
        raise UnknownQuestionTypeError(
            f"No type of question is called {key!r}: is it missing in {SETTING}?"
        ) from None


def type_of(question: Question) -> QuestionType[Any]:
    return type_named(question["type"])


@cache
def _find() -> None:
    """Registers every type, the first time that one is asked for."""
    for module in pkgutil.iter_modules(types.__path__):
        import_module(f"{types.__name__}.{module.name}")
    for path in getattr(settings, SETTING, []):
        try:
            cls = import_string(path)
        except ImportError as error:
            raise ImproperlyConfigured(
                f"{SETTING} names {path!r}, which cannot be imported: {error}"
            ) from error
        if not (isinstance(cls, type) and issubclass(cls, QuestionType)):
            raise ImproperlyConfigured(f"{SETTING} names {path!r}, which is no QuestionType.")
        register(cls)
