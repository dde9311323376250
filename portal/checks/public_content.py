"""Every model is declared as shown on public pages or not, and every moment of a shown one (`page_cache`)."""

from collections import Counter
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import models

from portal.page_cache import declared
from portal.page_cache.declared import Shown, Word

# It is there on SQLite alone.
_ON_ONE_DATABASE = {"wagtailsearch.SQLiteFTSIndexEntry"}


@register()
def check_public_content(**_kwargs: Any) -> list[CheckMessage]:
    return problems(declared.every_model(), declared.words())


def problems(every: list[type[models.Model]], said: list[Word]) -> list[CheckMessage]:
    """What is wrong with the words about these models."""
    labels = {model._meta.label for model in every}
    times = Counter(label for word in said for label in word.models)
    found: list[CheckMessage] = [
        Error(
            f"{label}: nobody says whether public pages show it.",
            hint="Say it in its app's public_content.py.",
            id="portal.E041",
        )
        for label in sorted(labels - times.keys())
    ]
    for label, how_often in sorted(times.items()):
        if how_often > 1:
            found.append(Error(f"{label} is said to be public or not more than once.", id="portal.E042"))
        if label not in labels | _ON_ONE_DATABASE:
            found.append(Error(f"{label} is said to be public or not, and does not exist.", id="portal.E043"))
    for model in every:
        word = declared.word_of(model, said)
        if isinstance(word, Shown):
            found += _moments(model, word)
    return found


def _moments(model: type[models.Model], word: Shown) -> list[CheckMessage]:
    """Days need no word: with each midnight everything is drawn anew."""
    known = {*word.turns, *word.rests}
    return [
        Error(
            f"{model._meta.label}.{field.name} is a moment: nobody says whether pages change when it comes.",
            hint="Name it in `turns` or in `rests`, in its app's public_content.py.",
            obj=model,
            id="portal.E044",
        )
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateTimeField) and field.name not in known
    ]
