"""What each app says in `public_content.py` of its models: whether public pages show them.

A model of which nobody says anything is found by `manage.py check`, and until then counts as shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from portal import declarations


@dataclass(frozen=True)
class Shown:
    """Models whose every change is seen by the next visitor.

    Attributes:
        models: their labels; tables between two models too, such as `news.NewsPage_territories`.
        turns: fields with moments from which on pages say something else (“closed”), without any change.
        rests: other fields with moments: what pages show of them stays as it is while time goes by.
        but: fields that no public page shows, written often.
        made_by_pages: whether a new row comes of drawing a page, and is no news to any other.
    """

    models: tuple[str, ...]
    turns: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    made_by_pages: bool = False


@dataclass(frozen=True)
class Counted:
    """Models that visitors themselves change all the time, and of which few pages show a number."""

    models: tuple[str, ...]


@dataclass(frozen=True)
class Unseen:
    """Models that no page shows which is answered from memory, and why not."""

    models: tuple[str, ...]
    reason: str


Word = Shown | Counted | Unseen


def words() -> list[Word]:
    """All that the apps say."""
    return [word for module in declarations.modules("public_content") for word in module.PUBLIC]


def every_model() -> list[type[models.Model]]:
    """Whatever has a table of its own, those between two models included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if not model._meta.proxy and model._meta.managed]


def word_of(model: type[models.Model], among: list[Word]) -> Word | None:
    label = model._meta.label
    return next((word for word in among if label in word.models), None)


def shown(among: list[Word]) -> Iterator[tuple[type[models.Model], Shown]]:
    """The models that public pages show, and those of which nothing is said."""
    for model in every_model():
        word = word_of(model, among) or Shown((model._meta.label,))
        if isinstance(word, Shown):
            yield model, word


def counted(among: list[Word]) -> list[type[models.Model]]:
    return [model for model in every_model() if isinstance(word_of(model, among), Counted)]
