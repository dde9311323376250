"""Invitations to act."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class CallToActionValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """Where the button leads; empty while no target is chosen or the chosen page is not public."""
        page = self.get("page")
        if page:
            return page.url or "" if page.live else ""
        return self.get("url") or ""


class CallToActionBlock(blocks.StructBlock):
    """A short invitation with one button."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Titolo"))
    text = blocks.TextBlock(required=False, rows=3, label=_("Testo"))
    button = blocks.CharBlock(
        required=False,
        max_length=60,
        label=_("Testo del pulsante"),
        help_text=_("Scrivi dove si arriva: «Leggi l’avviso», non «Clicca qui»."),
    )
    page = blocks.PageChooserBlock(required=False, label=_("Pagina"))
    url = blocks.URLBlock(
        required=False, label=_("Indirizzo esterno"), help_text=_("Usato solo se non si sceglie una pagina.")
    )

    class Meta:
        icon = "success"
        label = _("Invito all’azione")
        template = "blocks/call_to_action.html"
        value_class = CallToActionValue
