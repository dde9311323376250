"""What the checks before publishing go by, where it is for the office to say."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.editorial.sensitive_words import DEFAULT_WORDS, SensitiveWords


def default_sensitive_words() -> str:
    return "\n".join(DEFAULT_WORDS)


@register_setting(icon="glasses")
class EditorialSettings(BaseSiteSetting):
    """The settings of the checks of one site."""

    sensitive_words = models.TextField(
        _("parole delicate"),
        blank=True,
        default=default_sensitive_words,
        help_text=_(
            "Una parola o un’espressione per riga. Se una domanda ne contiene una, chi scrive il modulo è "
            "invitato a controllare che il dato serva davvero. La desinenza non conta: «malattia» trova "
            "anche «malattie»."
        ),
    )
    readability = models.PositiveSmallIntegerField(
        _("leggibilità minima delle domande"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Indice Gulpease, da 0 a 100: sotto 60 un testo è difficile per chi ha la licenza media, sotto "
            "40 per chi ha il diploma. Si misurano i testi di almeno dodici parole; con 0 nessuno."
        ),
    )

    panels = [FieldPanel("sensitive_words"), FieldPanel("readability")]

    class Meta:
        verbose_name = _("controlli prima di pubblicare")
        verbose_name_plural = _("controlli prima di pubblicare")

    @property
    def words(self) -> SensitiveWords:
        return SensitiveWords(self.sensitive_words.splitlines())
