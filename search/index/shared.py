"""What pages show of rows that are no pages: when such a row changes, they are read anew."""

from typing import Any

from django.db.models import Model
from wagtail.models import Page

from news.models import ExperiencePage, NewsPage, Topic
from search.index import writing
from territori.models import (
    CommunityHousePage,
    Municipality,
    Organisation,
    PathPage,
    ResourcePage,
    TerritoryPage,
)


def follow(sender: type[Model], instance: Model, created: bool, **_kwargs: Any) -> None:
    """Receiver of `post_save` of what is followed here; the worker reads the pages."""
    if isinstance(instance, Topic) and not created:
        _mark(NewsPage, topics=instance.pk)
        _mark(ExperiencePage, topics=instance.pk)
    if isinstance(instance, Municipality) and not created:
        _mark(ResourcePage, municipality=instance.pk)
    if isinstance(instance, Organisation) and not created:
        _mark(ResourcePage, organisation=instance.pk)
        _mark(PathPage, participants__organisation=instance.pk)
        _mark(TerritoryPage, committee_members__organisation=instance.pk)
    if not isinstance(instance, Topic | Organisation):
        # A municipality that moves is named by two territories, and there are few of them.
        _mark(TerritoryPage)
        _mark(CommunityHousePage)


def follow_move(instance: Page, **_kwargs: Any) -> None:
    """Receiver of `post_page_move`: what lies below moves along without being saved, and with it its zone."""
    writing.mark(Page.objects.descendant_of(instance).live().values_list("pk", flat=True))


def _mark(model: Any, **named: Any) -> None:
    """Has the public pages of a kind read anew, or those that name something."""
    writing.mark(model.objects.live().filter(**named).values_list("pk", flat=True))
