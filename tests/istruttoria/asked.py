"""What can be asked of the queue, from its own declaration: a new filter is tried without being named."""

from datetime import timedelta

from django.test import RequestFactory
from django.utils import timezone

from istruttoria.queue.filters import DaysFilter, SubmissionFilterSet
from portal.models import User

FILTERS = sorted(SubmissionFilterSet.base_filters)


def values_of(user: User) -> dict[str, list[dict[str, str]]]:
    """By filter, the parameters of each value that it offers to an account; of days, those around today."""
    request = RequestFactory().get("/")
    request.user = user
    filters = SubmissionFilterSet(request.GET, request=request)
    return {name: _values(filters, name) for name in FILTERS}


def _values(filters: SubmissionFilterSet, name: str) -> list[dict[str, str]]:
    if isinstance(filters.filters[name], DaysFilter):
        today = timezone.localdate()
        days = {"from": today - timedelta(days=1), "to": today + timedelta(days=1)}
        return [{f"{name}_{end}": day.isoformat() for end, day in days.items()}]
    return [{name: str(value)} for value, _words in filters.form.fields[name].choices if value]
