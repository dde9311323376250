"""What a resource is, for whom and at what price: closed lists, whose values stand in addresses."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ResourceKind(models.TextChoices):
    """In the order in which the Carta lists them.

    The programme speaks of health, social, voluntary and association services, of guidance and information,
    of prevention and of shared spaces.
    """

    HEALTH = "sanitario", gettext_lazy("Servizi sanitari")
    SOCIAL = "sociale", gettext_lazy("Servizi sociali")
    GUIDANCE = "orientamento", gettext_lazy("Orientamento e informazione")
    PREVENTION = "prevenzione", gettext_lazy("Prevenzione e benessere")
    VOLUNTEERS = "volontariato", gettext_lazy("Volontariato e mutuo aiuto")
    ASSOCIATIONS = "associazioni", gettext_lazy("Associazioni e gruppi")
    SPACES = "spazi", gettext_lazy("Spazi e luoghi di incontro")


class Audience(models.TextChoices):
    """For whom it is. No value is part of another: several stand in one text, in which one is looked for."""

    EVERYBODY = "tutti", gettext_lazy("Tutti")
    ELDERLY = "anziani", gettext_lazy("Persone anziane")
    FAMILIES = "famiglie", gettext_lazy("Famiglie")
    MINORS = "minori", gettext_lazy("Bambini e ragazzi")
    YOUNG = "giovani", gettext_lazy("Giovani")
    DISABLED = "disabilita", gettext_lazy("Persone con disabilità")
    CAREGIVERS = "caregiver", gettext_lazy("Caregiver e familiari che assistono")
    FOREIGNERS = "stranieri", gettext_lazy("Persone straniere")
    IN_NEED = "difficolta", gettext_lazy("Persone in difficoltà")


class Cost(models.TextChoices):
    FREE = "free", gettext_lazy("Gratuito")
    PARTLY = "partly", gettext_lazy("In parte a pagamento")
    PAID = "paid", gettext_lazy("A pagamento")


class Entrance(models.TextChoices):
    """Whether somebody in a wheelchair gets in."""

    ACCESSIBLE = "accessible", gettext_lazy("Ingresso accessibile")
    WITH_HELP = "with_help", gettext_lazy("Ingresso accessibile con aiuto")
    NOT_ACCESSIBLE = "not_accessible", gettext_lazy("Ingresso con barriere")


def chosen(written: str, of: type[models.TextChoices]) -> list[models.TextChoices]:
    """The choices that stand in a text, in the order of their list; words that are none are left out."""
    words = set(written.split())
    return [choice for choice in of if choice.value in words]


def known_audiences(written: str) -> None:
    """Raises ValidationError: a word is none of the list."""
    refuse_unknown(written, Audience)


def refuse_unknown(written: str, of: type[models.TextChoices]) -> None:
    """Raises ValidationError: a word of a text is none of the choices."""
    unknown = [word for word in written.split() if word not in of.values]
    if unknown:
        raise ValidationError(_("Scegli tra le voci dell’elenco: «%(word)s» non c’è.") % {"word": unknown[0]})
