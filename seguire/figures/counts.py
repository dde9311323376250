"""How many follow what. Never who; and nothing of so few that one might guess."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from news.models import Topic
from portal.privacy.suppression import FEWEST_TOLD, hidden_in
from seguire.followers.models import Follower, Frequency, Subscription

MOST = 500


@dataclass(frozen=True)
class Line:
    """One figure; `how_many` is None where it is too small to be told."""

    name: str
    kind: str
    how_many: int | None


def by_subject() -> list[Line]:
    """What is followed, by how many: most first, what few follow by name."""
    rows = Subscription.objects.filter(ended_at=None).order_by()
    pages = dict(rows.exclude(page=None).values_list("page").annotate(number=Count("pk"))[:MOST])
    topics = dict(rows.exclude(topic=None).values_list("topic").annotate(number=Count("pk"))[:MOST])
    lines = [
        Line(page.title, capfirst(page.page_type_display_name), _told(pages[page.pk]))
        for page in Page.objects.filter(pk__in=pages)
    ]
    lines += [
        Line(topic.name, capfirst(Topic._meta.verbose_name), _told(topics[topic.pk]))
        for topic in Topic.objects.filter(pk__in=topics)
    ]
    return sorted(lines, key=lambda line: (-(line.how_many or 0), line.name))


def by_frequency() -> list[Line]:
    """How many addresses there are, and how often they are written to."""
    counted: Mapping[str, int] = dict(
        Follower.objects.order_by().values_list("frequency").annotate(number=Count("pk"))
    )
    row = {value: counted.get(value, 0) for value in Frequency.values}
    hidden = hidden_in(row)
    total = sum(row.values())
    return [
        Line(_("Indirizzi confermati"), "", total if total >= FEWEST_TOLD or not total else None),
        *(
            Line(str(label), "", None if value in hidden and total else row[value])
            for value, label in Frequency.choices
        ),
    ]


def _told(how_many: int) -> int | None:
    return how_many if how_many >= FEWEST_TOLD else None
