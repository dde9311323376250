"""The kinds of those who answer, as far as a form may tell them apart: the site says which there are."""

from django.conf import settings
from django.utils.module_loading import import_string

# Name of the setting: dotted path of a `TextChoices`. It is read when it is used, because models may hold it.
SETTING = "MODULI_KINDS"


def kinds() -> list[tuple[str, str]]:
    """Value and label of each; none where the site tells none apart."""
    path = getattr(settings, SETTING, "")
    return [(str(value), str(label)) for value, label in import_string(path).choices] if path else []
