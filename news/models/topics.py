"""Topics ("argomenti"): the words that gather news across categories and territories."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel


class Topic(TagBase):
    # New topics are made on purpose, not by a typing error in a news item.
    free_tagging = False

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("argomento")
        verbose_name_plural = _("argomenti")


class NewsTopic(ItemBase):
    """A news item's topic."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="news_topics")
    content_object = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="news_topics")

    class Meta:
        verbose_name = _("argomento della notizia")
        verbose_name_plural = _("argomenti delle notizie")
