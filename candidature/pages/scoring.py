"""The criteria by which whoever examines an application gives it points, as its call lists them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, StreamBlock, StreamValue, StructBlock, TextBlock

# Of one call, and of the words of one criterion.
MOST_CRITERIA = 20
LONGEST_CRITERION, LONGEST_HELP = 200, 500
# Points for one criterion at most, unless the call says so, and at most in any call.
USUAL_POINTS, MOST_POINTS = 5, 100


class CriterionBlock(StructBlock):
    """One criterion. Its block's id names it for good: rewording it loses no points."""

    text = CharBlock(
        label=_("Che cosa si valuta"),
        max_length=LONGEST_CRITERION,
        help_text=_("Per esempio: «Radicamento nel territorio»."),
    )
    help = TextBlock(
        label=_("Come si danno i punti"),
        required=False,
        max_length=LONGEST_HELP,
        help_text=_("Lo legge solo chi valuta, accanto ai punti."),
    )
    most = IntegerBlock(label=_("Punti al massimo"), min_value=1, max_value=MOST_POINTS, default=USUAL_POINTS)

    class Meta:
        icon = "pick"
        label = _("Criterio")
        label_format = "{text}"


class CriteriaBlock(StreamBlock):
    """The criteria of one call, in the order in which points are given."""

    criterion = CriterionBlock()

    class Meta:
        max_num = MOST_CRITERIA


@dataclass(frozen=True)
class Criterion:
    """One criterion as it is asked now; from none to `most` points are given for it."""

    key: str
    text: str
    help: str
    most: int


def criteria_of(value: StreamValue) -> list[Criterion]:
    """The criteria of a call that say something: a draft may hold one that does not yet."""
    return [
        Criterion(
            str(block.id),
            " ".join(block.value["text"].split()),
            (block.value["help"] or "").strip(),
            block.value["most"] or USUAL_POINTS,
        )
        for block in value
        if block.value["text"] and block.id
    ]
