"""The «Carta delle risorse e dei servizi» of a zone, and a page for each entry."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.blocks.contacts import dialled
from portal.blocks.text import TEXT_FEATURES
from portal.editorial.forms import PageForm
from portal.pages.base import BasePage
from portal.pages.pagination import paginate
from portal.pages.searching import SearchFacts
from territori.organisations.models import Organisation
from territori.resources.boxes import WordBoxes
from territori.resources.filters import Filters
from territori.resources.kinds import Audience, Cost, ResourceKind, chosen, known_audiences
from territori.resources.located import Located
from territori.resources.machines import service
from territori.resources.places import ONE_NUMBER
from territori.resources.when_open import Timetable
from territori.zones.models import Municipality

PER_PAGE = 20
# What nobody has looked at for longer may have changed.
CHECKED_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Group:
    """The resources of one kind, in a part of the list."""

    title: str
    resources: list["ResourcePage"]


class ResourceIndexForm(PageForm):
    """Calls a new Carta after its zone, which an editor may change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent_page is not None:
            self.initial["title"] = _("Carta delle risorse e dei servizi – %(zone)s") % {
                "zone": self.parent_page.title
            }
            self.initial["slug"] = "carta-delle-risorse"


class ResourceIndexPage(BasePage):
    """The Carta of a zone: its resources by kind, narrowed by what the address asks for (`Filters`)."""

    template = "territori/resources/resource_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["territori.TerritoryPage"]
    subpage_types: ClassVar[list[str]] = ["territori.ResourcePage"]
    max_count_per_parent = 1
    is_kind_to_search = False
    base_form_class = ResourceIndexForm

    class Meta:
        verbose_name = gettext_lazy("Carta delle risorse e dei servizi")
        verbose_name_plural = gettext_lazy("Carte delle risorse e dei servizi")

    @property
    def search_facts(self) -> SearchFacts:
        return SearchFacts(zones=(self.get_parent().pk,))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        filters = Filters(request, ResourcePage.objects.child_of(self).published())
        context |= {"filters": filters, "narrowing": filters.narrowing, "today": timezone.localdate()}
        found = listing(filters.narrowed())
        if filters.is_whole:
            resources = list(found)
            return context | {"groups": by_kind(resources), "how_many": len(resources)}
        page_obj = paginate(request, found, PER_PAGE)
        return context | {
            "narrowing": filters.narrowing.on_page(page_obj.number),
            "page_obj": page_obj,
            "groups": by_kind(list(page_obj.object_list)),
            "how_many": page_obj.paginator.count,
        }


class ResourceForm(PageForm):
    """Offers the municipalities of the zone, and the one that was chosen when it was of the zone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("municipality")
        if field is None:
            return
        zone = zone_above(self.parent_page)
        if zone is not None:
            ours = models.Q(zone=zone) | models.Q(pk=self.instance.municipality_id)
            field.queryset = Municipality.objects.filter(ours)


def zone_above(carta: Any) -> int | None:
    """The number of the zone whose Carta this is; none where the page above has no zone."""
    territory = carta.get_parent() if carta is not None and carta.pk else None
    original = getattr(territory.specific, "original", None) if territory is not None else None
    return getattr(original, "zone_id", None)


class ResourcePage(Located):
    """A service or a resource of a zone: the summary says what it offers, the rest how to make use of it."""

    fills_a_list = True

    kind = models.CharField(gettext_lazy("tipo"), max_length=20, choices=ResourceKind.choices)
    description = RichTextField(
        gettext_lazy("che cosa offre"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=gettext_lazy("Poche righe, oltre al sommario: che cosa si fa e come si chiede."),
    )
    for_whom = models.TextField(gettext_lazy("per chi"), blank=True, validators=[known_audiences])
    for_whom_note = models.CharField(
        gettext_lazy("per chi, in parole"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Ciò che l’elenco non dice. Per esempio: dai 65 anni, residenti nella zona."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("chi lo offre"),
        help_text=gettext_lazy("Tra i «Soggetti coinvolti»: se manca, aggiungilo prima lì."),
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("comune"),
        help_text=gettext_lazy("Dove si trova. Vuoto: è per tutta la zona, come un numero di telefono."),
    )
    hours_note = models.CharField(
        gettext_lazy("nota sugli orari"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Per esempio: solo su appuntamento."),
    )
    closed_on_holidays = models.BooleanField(
        gettext_lazy("chiuso nei giorni festivi"),
        default=True,
        help_text=gettext_lazy("Le feste nazionali. Quella del patrono va scritta tra le chiusure."),
    )
    phone = models.CharField(
        gettext_lazy("telefono"),
        max_length=40,
        blank=True,
        validators=[ONE_NUMBER],
        help_text=gettext_lazy("Un numero solo; un altro va nella nota sugli orari."),
    )
    email = models.EmailField(
        gettext_lazy("email"),
        blank=True,
        help_text=gettext_lazy("Dell’ufficio o dell’associazione, mai di una persona."),
    )
    website = models.URLField(gettext_lazy("sito"), blank=True)
    cost = models.CharField(gettext_lazy("costo"), max_length=10, choices=Cost.choices, blank=True)
    cost_note = models.CharField(
        gettext_lazy("nota sul costo"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Per esempio: ticket, contributo libero, gratuito con ISEE basso."),
    )
    checked_on = models.DateField(
        gettext_lazy("verificato il"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Il giorno in cui qualcuno ha controllato che tutto sia ancora così."),
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("description"), FieldPanel("organisation")],
            heading=gettext_lazy("Che cosa offre"),
        ),
        MultiFieldPanel(
            [FieldPanel("for_whom", widget=WordBoxes(Audience)), FieldPanel("for_whom_note")],
            heading=gettext_lazy("Per chi"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("municipality"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("entrance"), FieldPanel("how_to_get_in")]),
            ],
            heading=gettext_lazy("Dove"),
        ),
        InlinePanel("hours", heading=gettext_lazy("Orari"), label=gettext_lazy("Orario")),
        MultiFieldPanel(
            [FieldPanel("hours_note"), FieldPanel("closed_on_holidays")],
            heading=gettext_lazy("Altro sugli orari"),
        ),
        InlinePanel("closures", heading=gettext_lazy("Chiusure"), label=gettext_lazy("Chiusura")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]), FieldPanel("website")],
            heading=gettext_lazy("Contatti"),
        ),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("cost_note")], heading=gettext_lazy("Costo")),
        FieldPanel("checked_on"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("description"),
        index.SearchField("kind_in_words"),
        index.SearchField("for_whom_in_words"),
        index.SearchField("address"),
        index.RelatedFields("municipality", [index.SearchField("name")]),
        index.RelatedFields("organisation", [index.SearchField("name")]),
    ]

    template = "territori/resources/resource_page.html"
    read_with = (*BasePage.read_with, "municipality", "organisation")
    public_addresses = ("website", "organisation__website")
    parent_page_types: ClassVar[list[str]] = ["territori.ResourceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ResourceForm

    class Meta:
        verbose_name = gettext_lazy("risorsa o servizio")
        verbose_name_plural = gettext_lazy("risorse e servizi")

    @property
    def search_facts(self) -> SearchFacts:
        territory = self.get_parent().get_parent()
        return SearchFacts(zones=(territory.pk,))

    def kind_in_words(self) -> str:
        return str(self.get_kind_display())

    def for_whom_in_words(self) -> list[str]:
        """The groups that were ticked, then what the list does not say."""
        ticked = [str(audience.label) for audience in chosen(self.for_whom, Audience)]
        return [*ticked, self.for_whom_note] if self.for_whom_note else ticked

    @property
    def whole_address(self) -> str:
        """With the municipality; empty for what is in no place."""
        return ", ".join(filter(None, (self.address, str(self.municipality or ""))))

    @property
    def phone_href(self) -> str:
        return dialled(self.phone)

    @cached_property
    def timetable(self) -> Timetable:
        """Asks for its hours and closures, where they were not read together with it."""
        hours = tuple(one for one in self.hours.all() if one.is_complete)
        return Timetable(hours, tuple(self.closures.all()), self.closed_on_holidays)

    @property
    def today(self) -> str:
        """When it is open today; empty where it is closed, or nobody knows."""
        return self.timetable.words_on(timezone.localdate())

    @property
    def closures_to_come(self) -> list[Any]:
        return self.timetable.closures_from(timezone.localdate())

    def is_unchecked_at(self, day: date) -> bool:
        """Whether nobody has said for a year that it is still so."""
        return self.checked_on is None or self.checked_on < day - CHECKED_FOR

    @property
    def is_unchecked(self) -> bool:
        return self.is_unchecked_at(timezone.localdate())

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        return [service(self, address)]


def listing(resources: Any) -> Any:
    """In the order of their kinds, then of their names, with all that the list shows, in three queries."""
    known = (When(kind=kind.value, then=Value(place)) for place, kind in enumerate(ResourceKind))
    places = Case(*known, default=Value(len(ResourceKind)))
    return (
        resources.annotate(place=places)
        .order_by("place", "title", "pk")
        .select_related("municipality", "organisation")
        .prefetch_related("hours", "closures")
    )


def by_kind(resources: list[ResourcePage]) -> list[Group]:
    """Resources that come in the order of their kinds."""
    return [Group(title, list(some)) for title, some in groupby(resources, key=ResourcePage.kind_in_words)]
