"""Key figures ("numeri chiave")."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class FigureValue(blocks.StructValue):
    @property
    def is_complete(self) -> bool:
        return bool(self.get("value")) and bool(self.get("label"))


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(
        required=False,
        max_length=20,
        label=_("Numero"),
        help_text=_("Con l’unità, se serve: 7, 26 %, 1.200 €."),
    )
    label = blocks.CharBlock(required=False, max_length=120, label=_("Che cosa conta"))

    class Meta:
        label = _("Numero")
        value_class = FigureValue


class FiguresValue(blocks.StructValue):
    @property
    def complete_items(self) -> list[FigureValue]:
        return [item for item in self.get("items") or [] if item.is_complete]


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Titolo"))
    items = blocks.ListBlock(FigureBlock(), label=_("Numeri"))
    source = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Fonte"),
        help_text=_("Da dove vengono i numeri e di quando sono."),
    )

    class Meta:
        icon = "order"
        label = _("Numeri chiave")
        template = "blocks/figures.html"
        value_class = FiguresValue
