"""The glossary: an index from A to Z, and a page for each term."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from glossario.alphabet import MOST_AT_ONCE, asked_for, begins_with, counted, filled, found, in_order
from glossario.words import language_spoken
from portal.blocks.text import TEXT_FEATURES
from portal.editorial.forms import PageForm
from portal.pages.base import BasePage
from portal.pages.narrowing import Narrowing
from portal.pages.translations import in_spoken_language, same_as
from portal.pages.visibility import readable

# What is typed into the search of the index; nobody looks for more.
LONGEST_QUERY = 100
# The kind of page on which terms are proposed: by its name, for calls stand in a storey above.
CALL = "candidature.CallPage"


class GlossaryIndexForm(PageForm):
    """Takes proposals by a call alone: any other page would invite to answer and ask nothing."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        page = cleaned.get("proposals_page")
        if page is not None and page.specific_class is not apps.get_model(CALL):
            self.add_error(
                "proposals_page",
                gettext("Scegli un avviso: solo lì un cittadino trova le domande da compilare."),
            )
        return cleaned


class GlossaryIndexPage(BasePage):
    """Lists the terms by their first letter, of many those of one letter, with a search among all."""

    proposals_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pagina per proporre una voce"),
        help_text=_(
            "Un avviso con le domande «termine», «che cosa significa» e «fonte»: le proposte arrivano tra le "
            "candidature, e chi le esamina decide. Se resta vuoto non si propone nulla."
        ),
    )

    content_panels = [*BasePage.content_panels, PageChooserPanel("proposals_page", CALL)]
    base_form_class = GlossaryIndexForm

    read_with = (*BasePage.read_with, "proposals_page")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["glossario.GlossaryTermPage"]
    max_count = 1
    is_kind_to_search = False

    class Meta:
        verbose_name = _("glossario")
        verbose_name_plural = _("glossari")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
        all_terms = GlossaryTermPage.objects.child_of(self).published()
        titles = dict(all_terms.values_list("pk", "title"))
        letters = counted(titles.values())
        chosen = asked_for(letters, request.GET.get("lettera", "")) if len(titles) > MOST_AT_ONCE else None
        shown = all_terms.defer("meaning", "sources")
        if chosen and not query:
            shown = shown.filter(pk__in=[pk for pk, title in titles.items() if begins_with(title, chosen)])
        terms = in_order(shown)
        words = _("lettera %(letter)s") % {"letter": chosen.name} if chosen else ""
        asked = chosen.key if chosen and "lettera" in request.GET else ""
        context |= {
            "query": query,
            "found": found(terms, query, language_spoken()) if query else [],
            "letters": filled(letters, terms),
            # The one letter that is shown; None where all are.
            "chosen": chosen,
            "how_many": len(titles),
            # Where everybody may read it.
            "proposals": next(iter(in_spoken_language(readable([self.proposals_page]))), None),
            # What somebody typed is no page of its own.
            "narrowing": replace(Narrowing.to(lettera=(asked, words)), is_indexable=not query),
        }
        return context


class GlossaryTermPage(BasePage):
    """One term: its summary is the short meaning, which is shown wherever the term is marked."""

    fills_a_list = True

    synonyms = models.TextField(
        _("altri nomi"),
        blank=True,
        max_length=500,
        help_text=_(
            "Sinonimi e sigle, uno per riga: la ricerca li trova, e le pagine li segnano come la voce."
        ),
    )
    meaning = RichTextField(
        _("significato"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Tutto ciò che serve oltre al sommario, che è la definizione breve."),
    )
    sources = RichTextField(
        _("fonti"), features=TEXT_FEATURES, blank=True, help_text=_("Norme e documenti da cui viene.")
    )
    is_marked = models.BooleanField(
        _("segna il termine nelle altre pagine"),
        default=True,
        help_text=_(
            "La prima volta che compare nel testo di una pagina porta alla voce. Toglilo a parole di tutti i "
            "giorni."
        ),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("synonyms"),
        FieldPanel("is_marked"),
        FieldPanel("meaning"),
        FieldPanel("sources"),
        InlinePanel("related", heading=_("Voci collegate"), label=_("Voce")),
        InlinePanel("changes", heading=_("Storia della voce"), label=_("Versione")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("synonyms"),
        index.SearchField("meaning"),
        index.SearchField("sources"),
    ]

    parent_page_types: ClassVar[list[str]] = ["glossario.GlossaryIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("voce del glossario")
        verbose_name_plural = _("voci del glossario")

    @property
    def other_names(self) -> list[str]:
        """The synonyms, one by one."""
        return [name for line in self.synonyms.splitlines() if (name := " ".join(line.split()))]

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        return [
            {
                "@type": "DefinedTerm",
                "name": self.title,
                "description": self.get_meta_description(),
                "alternateName": self.other_names,
                "url": address,
            }
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if self.pk:
            # A term is related to those that it names and to those that name it, whatever the language.
            ways, same = RelatedTerm.objects.order_by(), same_as(self.pk)
            named = models.Q(translation_key__in=ways.filter(term__in=same).values("other__translation_key"))
            named |= models.Q(translation_key__in=ways.filter(other__in=same).values("term__translation_key"))
            others = GlossaryTermPage.objects.published().filter(named, locale=self.locale_id)
            context["others"] = others.exclude(pk=self.pk).order_by("title").defer("meaning", "sources")
        # Latest first; those of which nobody noted the day last.
        context["changes"] = sorted(
            self.changes.all(), key=lambda one: (one.day is not None, one.day or date.min), reverse=True
        )
        return context


class RelatedTerm(Orderable):
    """A way from one term to another, shown on both."""

    term = ParentalKey(GlossaryTermPage, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(
        GlossaryTermPage, on_delete=models.CASCADE, related_name="named_by", verbose_name=_("voce")
    )

    panels = [PageChooserPanel("other", "glossario.GlossaryTermPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("voce collegata")
        verbose_name_plural = _("voci collegate")


class TermChange(Orderable):
    """One line of the history of a term, as the editors write it for whoever reads."""

    term = ParentalKey(GlossaryTermPage, on_delete=models.CASCADE, related_name="changes")
    day = models.DateField(_("data"), null=True, blank=True)
    what = models.CharField(
        _("che cosa è cambiato"),
        max_length=200,
        help_text=_("Per esempio: prima versione; aggiunta la sigla; allineata al DM 77/2022."),
    )

    panels = [FieldPanel("day"), FieldPanel("what")]

    class Meta(Orderable.Meta):
        verbose_name = _("versione della voce")
        verbose_name_plural = _("versioni della voce")
