"""Who has read a notice: rows that say so, here and in apps above, which name their own."""

from django.db.models import Exists, OuterRef, Q

# What a notice calls those rows.
_accessors = ["submissions"]


def register(*accessors: str) -> None:
    """Counts these rows as readers too: a notice that one of them names is never rewritten."""
    _accessors.extend(name for name in accessors if name not in _accessors)


def accessors() -> list[str]:
    return list(_accessors)


def was_read(model: type) -> Q:
    """The condition that somebody read a notice; `model` is that of notices."""
    found = Q(pk__in=[])
    for name in _accessors:
        relation = model._meta.get_field(name)  # type: ignore[attr-defined]
        rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        found |= Q(Exists(rows))
    return found
