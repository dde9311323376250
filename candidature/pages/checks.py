"""The checks that whoever examines an application makes before it is admitted, as its call lists them."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, StreamBlock, StreamValue, StructBlock

# Of one call, and of the words of one check.
MOST_CHECKS = 60
LONGEST_CHECK = 300


class WhenOpen(models.TextChoices):
    """What happens to a step forward while a required check is open."""

    WARN = "warn", _("Chi decide è avvisato, e può andare avanti")
    REFUSE = "refuse", _("Non si può ammettere, accogliere né proporlo")


class CheckBlock(StructBlock):
    """One check. Its block's id names it for good: rewording it loses no answer."""

    text = CharBlock(
        label=_("Che cosa si controlla"),
        max_length=LONGEST_CHECK,
        help_text=_("Per esempio: «Lo statuto è firmato dal legale rappresentante»."),
    )
    required = BooleanBlock(label=_("Serve per ammettere"), required=False, default=True)

    class Meta:
        icon = "check"
        label = _("Controllo")
        label_format = "{text}"


class ChecksBlock(StreamBlock):
    """The checks of one call, in the order in which they are made."""

    check = CheckBlock()

    class Meta:
        max_num = MOST_CHECKS


@dataclass(frozen=True)
class Check:
    """One check as it is asked now."""

    key: str
    text: str
    required: bool


def checks_of(value: StreamValue) -> list[Check]:
    """The checks of a call that say something: a draft may hold one that does not yet."""
    return [
        Check(str(block.id), " ".join(block.value["text"].split()), bool(block.value["required"]))
        for block in value
        if block.value["text"] and block.id
    ]
