"""The tabs in which a page that people answer is edited."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from candidature.pages.editing import TranslationNotePanel
from portal.pages.base import BasePage

WINDOW_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldPanel("concluded"),
            FieldPanel("window_note"),
        ],
        heading=_("Termini"),
    ),
]
PLACE_PANELS = [
    MultiFieldPanel([FieldPanel("territories"), FieldPanel("path_page")], heading=_("Territori e percorso")),
]
FORM_PANELS = [
    HelpPanel(
        content=_(
            "Le domande si possono cambiare anche a modulo aperto: chi ha già inviato conserva le sue "
            "domande e le sue risposte, così come erano."
        )
    ),
    FieldPanel("allowed_applicants"),
    FieldPanel("one_each"),
    FieldPanel("steps"),
]
PROCEDURE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("office"),
            FieldPanel("responsible_person"),
            FieldPanel("response_days"),
            FieldPanel("appeal"),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
        ],
        heading=_("Procedimento"),
    ),
    MultiFieldPanel(
        [FieldPanel("privacy_notice"), FieldPanel("retention_months")], heading=_("Dati personali")
    ),
]


def edit_handler(*content_panels: Any) -> TabbedInterface:
    """The editing tabs of a participation page: what people read, the form, the procedure."""
    return TabbedInterface(
        [
            ObjectList([TranslationNotePanel(), *content_panels], heading=_("Contenuto")),
            ObjectList([TranslationNotePanel(), *FORM_PANELS], heading=_("Modulo")),
            ObjectList(
                [TranslationNotePanel(), *PROCEDURE_PANELS],
                heading=_("Procedimento e privacy"),
            ),
            ObjectList(BasePage.promote_panels, heading=_("Promuovi")),
            ObjectList(BasePage.settings_panels, heading=_("Impostazioni")),
        ]
    )
