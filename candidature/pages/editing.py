"""How the editor treats the translation of a page that people answer: without what is one for all."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from candidature.pages.starting_values import starting_values
from portal.editorial.forms import PageForm


class ParticipationForm(PageForm):
    """Without the fields that a translation has from its original (`ParticipationPage.followed`).

    Panels whose field is missing are not shown. A new page begins with the values of its site, and the form
    of a new call with a step for its questions.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.original_id is not None:
            for name in (*self.instance.followed, *self.instance.read_from_original):
                self.fields.pop(name, None)
        elif self.instance.pk is None:
            self.initial |= starting_values(self.parent_page, self.instance.begins_with)
            if self.instance.begins_with_a_step:
                step = {"type": "step", "value": {"title": gettext("Le domande"), "questions": []}}
                self.initial["steps"] = self.instance._meta.get_field("steps").to_python([step])


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
