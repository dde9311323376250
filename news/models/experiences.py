"""Experiences: case sheets of participatory processes, here and elsewhere."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from news.models.experience_filters import TOPIC, Filters
from news.models.methods import Method, known_methods
from news.models.topic_boxes import TopicBoxes
from news.models.topics import ExperienceTopic
from portal.blocks import BodyBlock
from portal.blocks.text import TEXT_FEATURES
from portal.media.renditions import card_images
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.fields import StreamField
from portal.pages.pagination import paginate
from portal.pages.searching import SearchFacts
from portal.pages.years import SENSIBLE_YEARS
from territori.resources.boxes import WordBoxes
from territori.resources.kinds import chosen

_YEARS = [MinValueValidator(SENSIBLE_YEARS.start), MaxValueValidator(SENSIBLE_YEARS.stop - 1)]
MOST_SIMILAR = 3
# How much more a shared topic says than a shared method.
_TOPIC_COUNTS = 2


class ExperienceIndexPage(BasePage):
    """Lists the experiences by title, narrowed by what the address asks for."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.ExperiencePage"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("indice delle esperienze")
        verbose_name_plural = _("indici delle esperienze")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = ExperiencePage.objects.child_of(self).published().order_by("title", "pk")
        filters = Filters(request, pages)
        shown = filters.narrow(pages.defer_streamfields().prefetch_related(card_images()))
        listed = paginate(request, shown)
        return {
            **super().get_context(request, *args, **kwargs),
            "experiences": listed,
            "filters": filters,
            "narrowing": filters.narrowing.on_page(listed.number),
        }


class ExperiencePage(BasePage):
    """A participatory process told along fixed questions, so that experiences compare."""

    fills_a_list = True

    author = models.CharField(_("autore della scheda"), max_length=160, blank=True)
    promoter = models.CharField(_("promotore"), max_length=200, blank=True)
    region = models.CharField(_("regione"), max_length=60, blank=True)
    place = models.CharField(_("luogo"), max_length=160, blank=True)
    period = models.CharField(
        _("periodo"),
        max_length=120,
        blank=True,
        help_text=_("Per esempio: 2021–2022, oppure in corso dal 2023."),
    )
    year_from = models.PositiveSmallIntegerField(
        _("primo anno"),
        null=True,
        blank=True,
        validators=_YEARS,
        help_text=_("Con l’ultimo anno serve a trovare l’esperienza per periodo."),
    )
    year_to = models.PositiveSmallIntegerField(
        _("ultimo anno"),
        null=True,
        blank=True,
        validators=_YEARS,
        help_text=_("Vuoto se l’esperienza è in corso."),
    )
    methods = models.TextField(_("metodi"), blank=True, validators=[known_methods])
    topics = ClusterTaggableManager(
        through=ExperienceTopic,
        blank=True,
        verbose_name=_("argomenti"),
        help_text=_("Scegli tra gli argomenti esistenti."),
    )
    background = RichTextField(_("contesto"), features=TEXT_FEATURES, blank=True)
    aims = RichTextField(_("obiettivi"), features=TEXT_FEATURES, blank=True)
    process = RichTextField(_("percorso"), features=TEXT_FEATURES, blank=True)
    outcome = RichTextField(_("esiti"), features=TEXT_FEATURES, blank=True)
    sources = RichTextField(
        _("fonti"), features=TEXT_FEATURES, blank=True, help_text=_("Da dove vengono le informazioni.")
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("approfondimenti"),
        help_text=_("Immagini, documenti, numeri."),
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("author"), FieldPanel("promoter")]),
                FieldRowPanel([FieldPanel("region"), FieldPanel("place")]),
                FieldPanel("period"),
                FieldRowPanel([FieldPanel("year_from"), FieldPanel("year_to")]),
                FieldPanel("methods", widget=WordBoxes(Method)),
                FieldPanel("topics", widget=TopicBoxes),
            ],
            heading=_("Scheda"),
        ),
        FieldPanel("background"),
        FieldPanel("aims"),
        FieldPanel("process"),
        FieldPanel("outcome"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("author"),
        index.SearchField("promoter"),
        index.SearchField("region"),
        index.SearchField("place"),
        index.SearchField("background"),
        index.SearchField("aims"),
        index.SearchField("process"),
        index.SearchField("outcome"),
        index.SearchField("body"),
        index.SearchField("sources"),
        index.SearchField("methods_in_words"),
        index.FilterField("region"),
        index.SearchField("topic_names"),
        index.RelatedFields("topics", [index.FilterField("slug")]),
    ]

    parent_page_types: ClassVar[list[str]] = ["news.ExperienceIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("esperienza")
        verbose_name_plural = _("esperienze")

    @property
    def card(self) -> Card:
        return replace(super().card, category=self.region, when=self.period)

    @property
    def search_facts(self) -> SearchFacts:
        """Of its years, the one in which it began stands for it."""
        year = self.year_from or self.year_to
        return SearchFacts(
            day=date(year, 1, 1) if year else None, topics=tuple(topic.pk for topic in self.topics.all())
        )

    def topic_names(self) -> list[str]:
        """In the language of the page, by whose words it is searched."""
        return [topic.name_in(self.locale.language_code) for topic in self.topics.all()]

    def methods_in_words(self) -> list[str]:
        return [str(method.label) for method in chosen(self.methods, Method)]

    def similar(self) -> list["ExperiencePage"]:
        """The other public experiences that have most in common with this one, in its language; one query.

        A shared topic counts most, then a shared method, then the same promoter and the same region. What has
        nothing in common is not similar.
        """
        topics = [topic.pk for topic in self.topics.all()]
        methods = [_one_if(methods__contains=method) for method in chosen(self.methods, Method)]
        same = [
            _one_if(**{name: getattr(self, name)}) for name in ("promoter", "region") if getattr(self, name)
        ]
        # Counting those among no topics would void the whole query.
        shared = (
            models.Count("experience_topics", filter=models.Q(experience_topics__tag__in=topics))
            if topics
            else models.Value(0)
        )
        others = ExperiencePage.objects.published().filter(locale=self.locale_id).exclude(pk=self.pk)
        found = others.annotate(alike=_TOPIC_COUNTS * shared + sum([*methods, *same], start=models.Value(0)))
        ordered = found.filter(alike__gt=0).order_by("-alike", "title", "pk")
        return list(ordered.defer_streamfields()[:MOST_SIMILAR])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["similar"] = self.similar()
        context["topics"] = [
            {
                "name": topic.shown_name,
                "language": topic.other_language,
                "url": f"../?{urlencode({TOPIC: topic.slug})}",
            }
            for topic in self.topics.all()
        ]
        return context


def _one_if(**fields: Any) -> models.Case:
    return models.Case(models.When(**fields, then=1), default=0, output_field=models.IntegerField())
