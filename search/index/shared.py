"""What pages show of rows that are no pages: when such a row changes, they are read anew."""

from typing import Any

from django.db.models import Model

from news.models import NewsPage, Topic
from search.index import writing
from territori.models import CommunityHousePage, TerritoryPage


def follow(sender: type[Model], instance: Model, created: bool, **_kwargs: Any) -> None:
    """Receiver of `post_save` of topics, zones and municipalities; the worker reads the pages."""
    if issubclass(sender, Topic):
        if not created:
            writing.mark(NewsPage.objects.live().filter(topics=instance.pk).values_list("pk", flat=True))
        return
    # A municipality that moves is named by two territories, and there are few of them.
    for model in (TerritoryPage, CommunityHousePage):
        writing.mark(model.objects.live().values_list("pk", flat=True))
