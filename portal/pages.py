"""The page every other page stands on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from portal.visibility import BasePageManager


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

    def get_meta_description(self) -> str:
        """What search engines show: the description typed for them, else the summary."""
        return self.search_description or self.abstract
