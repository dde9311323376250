"""A page that was translated stays as long as its translations: what people answered hangs on it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from candidature.pages.kinds import participation_models


def originals(going: Q) -> Iterable[QuerySet[Any]]:
    """For `portal.editorial.kept_originals`."""
    for model in participation_models():
        staying = model._default_manager.exclude(going).filter(original__isnull=False)
        yield staying.order_by().values("original")
