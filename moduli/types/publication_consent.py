"""Whether something of what is sent may be published: asked apart from all else, and free to refuse."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import TextBlock

from moduli.shape import Question
from moduli.types.base import ONE_TIME_EXTRAS, Copier, QuestionBlock, written_text
from moduli.types.choice import Choice
from moduli.types.registry import register


class PublicationConsentQuestion(Question):
    published: str  # what is published, where, for how long


class PublicationConsentBlock(QuestionBlock):
    published = TextBlock(
        label=gettext_lazy("Che cosa si pubblica"),
        max_length=2000,
        help_text=gettext_lazy(
            "Quali dati, dove e fino a quando. Per esempio: «Il nome dell’organizzazione e il titolo del "
            "progetto, sul sito della Regione, fino alla fine del progetto.» Chi risponde «no» partecipa lo "
            "stesso: se la pubblicazione è obbligatoria per legge non serve un consenso, basta dirlo "
            "nell’avviso."
        ),
    )

    extras = ONE_TIME_EXTRAS

    class Meta:
        label = gettext_lazy("Consenso a pubblicare")
        icon = "globe"


@register
class PublicationConsent(Choice[PublicationConsentQuestion]):
    """Yes or no, of which neither keeps anybody out (GDPR art. 7): nothing is chosen beforehand."""

    key = "publication_consent"
    position = 175
    block_class = PublicationConsentBlock
    seconds = 15
    holds_elsewhere = False
    listed = True
    blank = gettext_lazy("Scegli se acconsenti o no: puoi partecipare in ogni caso.")

    def freeze(self, value: Any, copier: Copier) -> dict[str, Any]:
        return {
            "published": written_text(value, "published"),
            "options": [
                {"key": "yes", "label": _("Sì, acconsento"), "questions": []},
                {"key": "no", "label": _("No, non acconsento"), "questions": []},
            ],
        }

    def hint(self, question: PublicationConsentQuestion) -> str:
        said = _(
            "Puoi rispondere no: partecipi lo stesso, e puoi cambiare idea anche dopo, scrivendo all’ufficio."
        )
        return " ".join(part for part in (question["published"], said) if part)
