"""Topics ("argomenti"): the words that gather news and experiences across categories and territories."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel

from portal.languages import ITALIAN, spoken


class Topic(TagBase):
    # New topics are made on purpose, not by a typing error in a news item.
    free_tagging = False

    name_en = models.CharField(
        _("nome in inglese"),
        max_length=100,
        blank=True,
        help_text=_("Per le pagine e le lettere in inglese; senza, vi compare il nome italiano."),
    )

    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("argomento")
        verbose_name_plural = _("argomenti")

    def name_in(self, language: str) -> str:
        """What it is called by who reads a language: in Italian where it has no other name."""
        return self.name if language == ITALIAN else self.name_en.strip() or self.name

    @property
    def shown_name(self) -> str:
        """What it is called in the language that is spoken."""
        return self.name_in(spoken())

    @property
    def other_language(self) -> str:
        """The language of `shown_name` for `lang`, where that is another than the one that is spoken."""
        return ITALIAN if spoken() != ITALIAN and not self.name_en.strip() else ""


class ExperienceTopic(ItemBase):
    """An experience's topic."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="experience_topics")
    content_object = ParentalKey(
        "news.ExperiencePage", on_delete=models.CASCADE, related_name="experience_topics"
    )

    class Meta:
        verbose_name = _("argomento dell’esperienza")
        verbose_name_plural = _("argomenti delle esperienze")


class NewsTopic(ItemBase):
    """A news item's topic."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="news_topics")
    content_object = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="news_topics")

    class Meta:
        verbose_name = _("argomento della notizia")
        verbose_name_plural = _("argomenti delle notizie")
