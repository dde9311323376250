"""The next moment at which a date, and nobody's change, makes a page say something else."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import DateTimeField, Min, Q, QuerySet, Value
from django.utils import timezone

from portal.page_cache import declared


def next_moment(after: datetime) -> datetime:
    """When a call opens, an event begins, a suspension ends …, or the day, whichever is first. One query.

    Args:
        after: the moment from which on the page is looked at.
    """
    midnight = _midnight(after)
    queries = [
        _first(model, name, after, midnight)
        for model, word in declared.shown(declared.words())
        for name in word.turns
        if any(field.name == name for field in model._meta.local_concrete_fields)
    ]
    if not queries:
        return midnight
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    made: datetime = min([midnight, *(moment for (moment,) in found if moment is not None)])
    return made


def _first(model: type[models.Model], name: str, after: datetime, before: datetime) -> QuerySet[Any, Any]:
    """The first moment in that column, as a row of its own."""
    coming = Q(**{f"{name}__gt": after, f"{name}__lt": before})
    rows = model._base_manager.filter(coming).order_by().annotate(one=Value(1)).values("one")
    found: QuerySet[Any, Any] = rows.annotate(first=Min(name, output_field=DateTimeField())).values_list(
        "first"
    )
    return found


def _midnight(after: datetime) -> datetime:
    """The next one where the portal is: paths have days, and what is past ends with them."""
    tomorrow = timezone.localtime(after).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))
