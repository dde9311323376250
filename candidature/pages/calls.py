"""Calls: manifestazioni d'interesse and other public notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from candidature.pages.panels import PLACE_PANELS, WINDOW_PANELS, edit_handler
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Kind
from portal.blocks import BodyBlock
from portal.pages.fields import StreamField

PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class CallPage(ParticipationPage):
    """A public call: who may answer, by when, by which criteria, and how it ended."""

    kind = Kind.CALL

    class CallType(models.TextChoices):
        PARTNERS = "partners", _("Manifestazione d’interesse per partner")
        ACTIVATORS = "activators", _("Chiamata per attivatori di comunità")
        OTHER = "other", _("Altro avviso")

    call_type = models.CharField(
        _("tipo di avviso"), max_length=12, choices=CallType.choices, default=CallType.PARTNERS
    )
    eligible_subjects = RichTextField(_("a chi è rivolto"), features=PLAIN_FEATURES, blank=True)
    criteria = RichTextField(_("criteri di valutazione"), features=PLAIN_FEATURES, blank=True)
    outcome = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("esito"),
        help_text=_("Codici delle candidature, mai nomi di persone."),
    )

    template = "candidature/call_page.html"

    search_fields = [
        *ParticipationPage.search_fields,
        index.SearchField("eligible_subjects"),
        index.SearchField("outcome"),
    ]

    edit_handler = edit_handler(
        *ParticipationPage.content_panels,
        FieldPanel("call_type"),
        *WINDOW_PANELS,
        FieldPanel("eligible_subjects"),
        FieldPanel("body"),
        FieldPanel("criteria"),
        *PLACE_PANELS,
        FieldPanel("outcome"),
    )

    class Meta:
        verbose_name = _("avviso")
        verbose_name_plural = _("avvisi")

    @property
    def type_label(self) -> str:
        return self.get_call_type_display()
