"""The page every other page stands on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from portal.pages.cards import Card
from portal.pages.visibility import BasePageManager


class BasePage(Page):
    """A page with the summary and the picture that cards, listings and search results show.

    Wagtail saves half-typed drafts, so every field here may be empty when a template meets it.
    """

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
    promote_panels = [*Page.promote_panels]
    search_fields = [*Page.search_fields, index.SearchField("abstract", boost=2)]

    objects = BasePageManager()

    class Meta:
        abstract = True

    @property
    def card(self) -> Card:
        """What lists show of this page; kinds of page say more."""
        return Card(title=self.title, url=self.url or "", abstract=self.abstract, image=self.image)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """The restrictions on this page and those above it, in one query where Wagtail asks twice.

        An alias stands below the restrictions of the page it repeats.
        """
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        here = models.Q(page__path__in=paths) | models.Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(here).distinct()

    def get_meta_description(self) -> str:
        """What search engines show: the description typed for them, else the summary."""
        return self.search_description or self.abstract
