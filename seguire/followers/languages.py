"""In which language somebody is written to: that of what they asked to follow last.

A page has a language of its own; of a topic, which is the same in all of them, it is kept in which it was
asked for.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from portal.languages import ITALIAN
from seguire.followers.models import Subscription


def with_language(rows: QuerySet[Subscription]) -> QuerySet[Any]:
    """Subscriptions, each with its `page_language`; none for a topic, and for a page that is gone."""
    return rows.annotate(page_language=F("page__locale__language_code"))


def language_of(subscriptions: Iterable[Any]) -> str:
    """The language of who has these, as `with_language` gives them; Italian for who has none."""
    last = max(subscriptions, key=lambda one: (one.since, one.pk), default=None)
    return last.page_language or last.language if last is not None else ITALIAN
