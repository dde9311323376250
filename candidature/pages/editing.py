"""How the editor treats the translation of a page that people answer: without what is one for all."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import HelpPanel


class ParticipationForm(WagtailAdminPageForm):
    """Without the fields that a translation has from its original (`ParticipationPage.followed`).

    Panels whose field is missing are not shown.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.original_id is not None:
            for name in self.instance.followed:
                self.fields.pop(name, None)


class TranslationNotePanel(HelpPanel):
    """Says, on translations only, what is decided elsewhere."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["content"] = _(
            "Questa pagina è una traduzione. Date, posti, modulo, informativa e conservazione sono quelli "
            "della pagina originale e si cambiano lì; ciò che si invia da qui arriva alla pagina originale."
        )
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance is not None and self.instance.original_id is not None
