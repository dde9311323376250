"""The page every other page stands on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.search import index

from portal.care import form as care_form
from portal.care.keeping import TypedCare, keep
from portal.editorial.doors import let_through
from portal.editorial.forms import PageForm
from portal.pages.cards import Card
from portal.pages.copying import DraftCopyForm
from portal.pages.searching import SearchFacts
from portal.pages.visibility import BasePageManager


class BasePage(Page):
    """A page with the summary and the picture that cards, listings and search results show.

    Wagtail saves half-typed drafts, so every field here may be empty when a template meets it.
    """

    # Whether the site search finds such pages, and whether it offers to look among them alone.
    can_be_found: ClassVar[bool] = True
    is_kind_to_search: ClassVar[bool] = True
    # Whether search engines may list such pages: the site map names no other.
    is_indexable: ClassVar[bool] = True
    # Whether there may be hundreds of its kind, read in a list of their own: the site map names that list.
    fills_a_list: ClassVar[bool] = False
    # Whether it asks visitors how clear it is.
    asks_how_clear: ClassVar[bool] = True
    # Whether what it says may become wrong with time, so that it is read again although nobody set a date.
    # What tells of a day does not.
    grows_old: ClassVar[bool] = True

    # What the editor says of its care, until it is kept with the draft.
    typed_care: TypedCare | None = None

    abstract = models.TextField(
        _("sommario"),
        max_length=300,
        blank=True,
        help_text=_("Una o due frasi sul contenuto della pagina: compaiono sotto il titolo e negli elenchi."),
    )
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("immagine"),
        help_text=_("In testa alla pagina e negli elenchi. Meglio orizzontale, larga almeno 1200 pixel."),
    )

    content_panels = [*Page.content_panels, FieldPanel("abstract"), FieldPanel("image")]
    promote_panels = [*Page.promote_panels, care_form.panel()]
    search_fields = [*Page.search_fields, index.SearchField("abstract", boost=2)]

    # What AgID's validator calls a page of this kind in the menu.
    menu_element: ClassVar[str] = "custom-submenu"

    # Rows that a page of this kind always shows something of: read together with it.
    read_with: ClassVar[tuple[str, ...]] = ("image", "locale")

    # What it is to a social network (ogp.me).
    open_graph_type: ClassVar[str] = "website"

    base_form_class = PageForm
    copy_form_class = DraftCopyForm

    objects = BasePageManager()

    class Meta:
        abstract = True

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Saves a draft, and beside it what its editor says of the care of the page."""
        revision: Revision = super().save_revision(*args, **kwargs)
        if self.typed_care is not None:
            keep(self, self.typed_care)
        return revision

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publishes a revision, or has it published at its time, unless it has errors.

        Raises:
            PublishingRefusedError: it has, and somebody is there to be told.
        """
        if let_through(revision, log_action):
            super().publish(revision, user, changed, log_action, previous_revision, skip_permission_checks)

    @property
    def card(self) -> Card:
        """What lists show of this page; kinds of page say more."""
        return Card(title=self.title, url=self.url or "", abstract=self.abstract, image=self.image)

    @property
    def search_facts(self) -> SearchFacts:
        """By what the site search narrows its results beside the kind of page; asks the database."""
        return SearchFacts()

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """The restrictions on this page and those above it, in one query where Wagtail asks twice.

        An alias stands below the restrictions of the page it repeats.
        """
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        here = models.Q(page__path__in=paths) | models.Q(page__aliases__path__in=paths)
        rows: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.filter(here).distinct()
        return rows

    def structured(self, root: str, address: str) -> list[dict[str, Any]]:
        """What it is, in the words of schema.org (`portal.machines.structured`); kinds of page say it.

        Args:
            root: the address of the site, without a stroke at its end.
            address: its own whole address.
        """
        return []

    def get_meta_description(self) -> str:
        """What search engines show: the description typed for them, else the summary."""
        return self.search_description or self.abstract
