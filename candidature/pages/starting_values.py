"""What a new call or event begins with, as the office says it once for its site.

The editor shows it in the form of the new page, where it can be changed; from then on it is the page's own.
"""

from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from candidature.pages.promised import PROMISED, Promised, wrong_quiet_hours
from candidature.pages.promised_fields import LETTER_FIELDS, PERSONAL_DATA_FIELDS, procedure_fields


@register_setting(icon="form")
class StartingValues(BaseSiteSetting):
    """Those of one site: it has the same columns as a page, added below."""

    panels = [
        MultiFieldPanel(
            procedure_fields(),
            heading=_("Procedimento"),
            help_text=_(
                "Compaiono già scritti in ogni nuovo avviso o evento, dove si possono cambiare. Le pagine "
                "che ci sono già tengono i propri."
            ),
        ),
        MultiFieldPanel(PERSONAL_DATA_FIELDS, heading=_("Dati personali")),
        MultiFieldPanel(LETTER_FIELDS, heading=_("Lettere e termini")),
    ]

    class Meta:
        verbose_name = _("valori di partenza di avvisi ed eventi")
        verbose_name_plural = _("valori di partenza di avvisi ed eventi")

    def clean(self) -> None:
        super().clean()
        value = {name: getattr(self, name) for name in PROMISED}
        if errors := wrong_quiet_hours(value["quiet_from"], value["quiet_until"]):
            raise ValidationError(errors)


# As Django gives a model the columns of an abstract one; a page it cannot be. A mixin of both would be
# simpler, but then the stubs, which know nothing of Wagtail, take every page for an ordinary model.
for _field in Promised._meta.local_fields:
    if _field.name in PROMISED:
        StartingValues.add_to_class(_field.name, deepcopy(_field))


def starting_values(parent: Page, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The values, by field, of a page that is to stand below `parent`."""
    site = parent.get_site()
    values = StartingValues.for_site(site) if site else StartingValues()
    return {name: getattr(values, name) for name in PROMISED if name in wanted}
