"""By which methods people took part in an experience: a closed list, whose values stand in addresses."""

from django.db import models
from django.utils.translation import gettext_lazy

from territori.resources.kinds import refuse_unknown


class Method(models.TextChoices):
    """No value is part of another: several stand in one text, in which one is looked for."""

    LABS = "laboratori", gettext_lazy("Laboratori di progettazione")
    MEETINGS = "assemblee", gettext_lazy("Assemblee e incontri pubblici")
    GROUPS = "gruppi", gettext_lazy("Gruppi di discussione e tavoli di lavoro")
    LISTENING = "ascolto", gettext_lazy("Interviste, questionari e ascolto")
    TRAINING = "formazione", gettext_lazy("Formazione")
    RESEARCH = "ricerca", gettext_lazy("Ricerca e intervento")
    SUPERVISION = "supervisione", gettext_lazy("Supervisione e accompagnamento")
    AGREEMENTS = "patti", gettext_lazy("Patti e accordi di comunità")


def known_methods(written: str) -> None:
    """Raises ValidationError: a word is none of the list."""
    refuse_unknown(written, Method)
