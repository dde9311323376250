"""The page of a health district: who runs it, whom it gathers, and what happens there."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.blocks import BodyBlock, ContactsBlock, DocumentListBlock
from portal.blocks.text import TEXT_FEATURES
from portal.editorial.forms import PageForm
from portal.languages import ITALIAN
from portal.pages.base import BasePage
from portal.pages.cards import Card
from portal.pages.copying import OwnCopyForm
from portal.pages.fields import StreamField
from portal.pages.related import related_teasers
from portal.pages.searching import SearchFacts
from portal.pages.teasers import TeaserGroup, load_teasers
from portal.pages.translations import same_as
from portal.pages.visibility import published
from territori.pages.houses import CommunityHousePage
from territori.paths.pages import PathPage
from territori.resources.pages import ResourceIndexPage
from territori.zones.models import Municipality, Zone


class TerritoryForm(PageForm):
    """Without what a translation has from its original: the zone, and who sits in its committee."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_translation:
            self.fields.pop("zone", None)
            self.formsets.pop("committee_members", None)


class CommitteePanel(InlinePanel):
    """Who sits in the committee; on a translation, where that stands."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            form = kwargs["form"]
            self.is_elsewhere = form is not None and kwargs["panel"].relation_name not in form.formsets
            super().__init__(**{**kwargs, "form": None} if self.is_elsewhere else kwargs)

        def is_shown(self) -> bool:
            return not self.is_elsewhere and super().is_shown()


class TranslationNotePanel(HelpPanel):
    """Says, on translations only, what is decided elsewhere."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["content"] = _(
            "Questa pagina è una traduzione. La zona con i suoi comuni e i componenti del Comitato sono "
            "quelli della pagina italiana e si cambiano lì."
        )
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance is not None and self.instance.is_translation


class TerritoryPage(BasePage):
    """The page of a health district: who runs it, whom it gathers, and what happens there.

    A zone has one page, the Italian one, and everything hangs on that or on the zone. A translation has no
    zone of its own, and tells that of `original`.
    """

    zone = models.OneToOneField(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        related_name="page",
        verbose_name=_("zona-distretto"),
        help_text=_("I comuni elencati nella pagina sono quelli della zona."),
    )
    asl = models.CharField(_("azienda sanitaria (ASL)"), max_length=160, blank=True)
    sds = models.CharField(
        _("Società della Salute"),
        max_length=160,
        blank=True,
        help_text=_("Solo se nella zona esiste: non è un altro nome della zona."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("contenuto"))
    committee = RichTextField(_("Comitato di Partecipazione"), features=TEXT_FEATURES, blank=True)
    committee_contacts = StreamField(
        [("contacts", ContactsBlock())],
        blank=True,
        verbose_name=_("contatti del Comitato"),
        help_text=_("Della segreteria o dell’ufficio che la tiene, mai di una persona."),
    )
    documents = StreamField([("documents", DocumentListBlock())], blank=True, verbose_name=_("documenti"))
    contacts = StreamField([("contacts", ContactsBlock())], blank=True, verbose_name=_("contatti"))

    content_panels = [
        *BasePage.content_panels,
        TranslationNotePanel(),
        MultiFieldPanel(
            [FieldPanel("zone"), FieldPanel("asl"), FieldPanel("sds")], heading=_("Zona-distretto")
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("committee"),
                CommitteePanel("committee_members", label=_("Componente"), heading=_("Chi ne fa parte")),
                FieldPanel("committee_contacts"),
            ],
            heading=_("Comitato di Partecipazione"),
        ),
        FieldPanel("documents"),
        FieldPanel("contacts"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("asl"),
        index.SearchField("sds"),
        index.SearchField("body"),
        index.SearchField("committee"),
        # The bodies, and nobody's name: those of persons end with their term.
        index.RelatedFields(
            "committee_members", [index.RelatedFields("organisation", [index.SearchField("name")])]
        ),
        index.SearchField("committee_contacts"),
        index.SearchField("contacts"),
        index.RelatedFields("zone", [index.SearchField("name")]),
        index.SearchField("municipality_names"),
        index.FilterField("zone"),
    ]

    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryIndexPage"]
    subpage_types: ClassVar[list[str]] = [
        "territori.CommunityHousePage",
        "territori.PathPage",
        "territori.ResourceIndexPage",
        "patti.PattoPage",
    ]
    # Two pages cannot describe one zone, so a copy starts without, hence as a draft. Who sits in a committee
    # is named in one place, so that they are forgotten there (`territori.pages.forgetting`).
    exclude_fields_in_copy = ["zone", "committee_members"]
    copy_form_class = OwnCopyForm
    base_form_class = TerritoryForm

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territori")

    @property
    def card(self) -> Card:
        return replace(super().card, when=self.sds or self.asl)

    @property
    def search_facts(self) -> SearchFacts:
        return SearchFacts(zones=(self.pk,))

    @property
    def is_translation(self) -> bool:
        """Whether it tells in another language of a zone that has its page in Italian."""
        return self.locale_id is not None and self.locale.language_code != ITALIAN

    @property
    def original(self) -> "TerritoryPage":
        """The page on which everything hangs: this one, or the one that it translates (a query, once)."""
        return self if self.zone_id is not None else self._translated or self

    @cached_property
    def _translated(self) -> "TerritoryPage | None":
        same = TerritoryPage.objects.filter(translation_key=self.translation_key, zone__isnull=False)
        found: TerritoryPage | None = same.select_related("zone").defer_streamfields().first()
        return found

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """A translation lacks no zone."""
        super().clean_fields({*(exclude or ()), "zone"} if self.is_translation else exclude)

    def municipality_names(self) -> list[str]:
        """Who looks for their municipality finds its zone."""
        return [str(municipality) for municipality in self.municipalities()]

    def municipalities(self) -> models.QuerySet[Municipality]:
        """The municipalities of the zone; none while no zone is chosen."""
        zone = self.original.zone_id
        return Municipality.objects.filter(zone_id=zone) if zone else Municipality.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        houses = CommunityHousePage.objects.child_of(self).published().order_by("title")
        registers = ResourceIndexPage.objects.child_of(self).published().order_by("title")
        paths = PathPage.objects.child_of(self)
        if self.pk:
            naming = PathPage.objects.filter(territories__in=same_as(self.pk), locale=self.locale_id)
            named = models.Q(pk__in=naming.values("pk"))
            paths = PathPage.objects.filter(named | models.Q(pk__in=paths.values("pk")))
        members = self.original.committee_members.select_related("organisation")
        if self.original is not self:
            # Who takes the Italian page from the site takes its names from there.
            members = published(members, through="page__")
        context["committee_members"] = [member for member in members if member.organisation]
        context["has_documents"] = any(any(block.value.get("documents") or []) for block in self.documents)
        context |= load_teasers(
            self.image,
            houses=TeaserGroup(houses, {}),
            resource_registers=TeaserGroup(registers, {}),
            paths=TeaserGroup(paths.published().order_by("title"), {}),
            **related_teasers(self),
        )
        return context


PageQ = TypeVar("PageQ", bound="models.QuerySet[Any, Any]")


def with_zone_numbers(pages: PageQ) -> PageQ:
    """With the number of the zone of each as `zone_number`: of a translation that of what it translates."""
    same = models.OuterRef("translation_key")
    originals = TerritoryPage.objects.filter(translation_key=same, zone__isnull=False).order_by()
    number = Coalesce(
        "zone", models.Subquery(originals.values("zone")[:1]), output_field=models.BigIntegerField()
    )
    return pages.annotate(zone_number=number)
