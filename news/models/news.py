"""News: dated articles with category, topics and territories."""

from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable, Page, PageQuerySet
from wagtail.search import index

from news.models.topic_boxes import TopicBoxes
from news.models.topics import NewsTopic
from portal.blocks import BodyBlock
from portal.languages import spoken
from portal.machines import preview_picture
from portal.machines.structured import moment
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.reading import reading_minutes
from portal.pages.searching import SearchFacts
from portal.pages.translations import published_in_spoken_language, same_as, spoken_by_number
from territori.models import TerritoryPage

# Letters of a headline that search engines take.
LONGEST_HEADLINE = 110


class NewsPage(BasePage):
    """A dated article."""

    fills_a_list = True

    grows_old = False

    class Category(models.TextChoices):
        NEWS = "notizia", _("Notizia")
        PRESS_RELEASE = "comunicato", _("Comunicato")
        NOTICE = "avviso", _("Avviso")

    # What a list of each is called, here as in every site of AgID's model.
    LISTS: ClassVar[dict[str, Any]] = {
        Category.NEWS: _("Notizie"),
        Category.PRESS_RELEASE: _("Comunicati"),
        # Elsewhere «avvisi» are the calls that one answers.
        Category.NOTICE: pgettext_lazy("categoria di novità", "Avvisi"),
    }

    date = models.DateField(_("data"), default=timezone.localdate)
    category = models.CharField(
        _("categoria"), max_length=12, choices=Category.choices, default=Category.NEWS
    )
    topics = ClusterTaggableManager(
        through=NewsTopic,
        blank=True,
        verbose_name=_("argomenti"),
        help_text=_("Scegli tra gli argomenti esistenti."),
    )
    territories = ParentalManyToManyField(
        TerritoryPage,
        blank=True,
        related_name="newspages",
        verbose_name=_("territori"),
        help_text=_("La notizia compare anche nelle pagine di questi territori."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("category")]),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=TopicBoxes),
                FieldPanel("territories", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Argomenti e territori"),
        ),
        InlinePanel(
            "related_links",
            panels=[PageChooserPanel("target")],
            heading=_("Pagine collegate"),
            label=_("pagina"),
            help_text=_(
                "L’avviso, l’evento o il percorso di cui parla la notizia: si trova dall’una all’altra, in "
                "tutti e due i versi."
            ),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("category"),
        index.SearchField("topic_names"),
        index.RelatedFields("topics", [index.FilterField("slug")]),
    ]

    open_graph_type = "article"
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("notizia")
        verbose_name_plural = _("notizie")

    @classmethod
    def about(cls, page: Page) -> PageQuerySet:
        """The public news in the language of a page that name it, or what it translates, newest first."""
        named = cls.objects.published().filter(locale=page.locale_id).order_by("-date", "-pk")
        links = NewsRelatedPage.objects.filter(target__in=same_as(page.pk))
        return named.filter(pk__in=links.values("news"))

    @classmethod
    def listing(cls) -> PageQuerySet:
        """The public news, newest first, with what their cards show and nothing more."""
        return (
            cls.objects.published()
            .order_by("-date", "-pk")
            .defer_streamfields()
            .prefetch_related(card_images())
        )

    @property
    def card(self) -> Card:
        return replace(super().card, day=self.date, category=self.get_category_display())

    @property
    def search_facts(self) -> SearchFacts:
        territories, topics = self.territories.all(), self.topics.all()
        return SearchFacts(
            self.date, tuple(page.pk for page in territories), tuple(topic.pk for topic in topics)
        )

    def topic_names(self) -> list[str]:
        """In the language of the page, by whose words it is searched."""
        return [topic.name_in(self.locale.language_code) for topic in self.topics.all()]

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.abstract, self.body)

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        return [
            {
                "@type": "NewsArticle",
                "headline": self.title[:LONGEST_HEADLINE],
                "description": self.get_meta_description(),
                "articleSection": self.get_category_display(),
                "datePublished": moment(self.date),
                "dateModified": moment(self.last_published_at),
                "inLanguage": spoken(),
                "image": f"{root}{preview_picture.address_of(self)}",
                "mainEntityOfPage": address,
                "author": {"@id": f"{root}/#ente"},
                "publisher": {"@id": f"{root}/#ente"},
            }
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["territories"] = published_in_spoken_language(self.territories.all())
        # Of a draft as well, and of one that is not stored yet: its links are in memory.
        named = [link.target_id for link in self.related_links.all()]
        public = spoken_by_number(named)
        context["related_pages"] = [
            {"title": page.title, "url": page.get_url(request), "kind": capfirst(page.page_type_display_name)}
            for page in (public[pk] for pk in named if pk in public)
        ]
        context["topics"] = [
            {
                "name": topic.shown_name,
                "language": topic.other_language,
                "url": f"../?{urlencode({'argomento': topic.slug})}",
            }
            for topic in self.topics.all()
        ]
        return context


class NewsRelatedPage(Orderable):
    """A page that a news item tells of."""

    news = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_links")
    target = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="named_in_news", verbose_name=_("pagina")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("pagina collegata alla notizia")
        verbose_name_plural = _("pagine collegate alle notizie")
        constraints = [models.UniqueConstraint(fields=["news", "target"], name="page_once_in_news")]
