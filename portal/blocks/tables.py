"""Tables of data, with the caption and headers a screen reader needs."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from portal.blocks.text import TextBlock


class TableValue(blocks.StructValue):
    @property
    def has_cells(self) -> bool:
        """Whether any cell or heading holds something to read."""
        table = self.get("table")
        if not table:
            return False
        headings = any(column["heading"] for column in table.columns)
        return bool(table.row_data) and (
            headings or any(value for row in table.row_data for value in row["values"])
        )


class TableBlock(blocks.StructBlock):
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label=_("Testo"))),
            ("number", blocks.DecimalBlock(required=False, label=_("Numero"))),
            ("rich_text", TextBlock(label=_("Testo formattato"))),
        ],
        required=False,
        label=_("Tabella"),
        help_text=_("La didascalia dice che cosa mostra la tabella; ogni colonna vuole un’intestazione."),
    )
    row_headers = blocks.BooleanBlock(
        required=False, default=True, label=_("La prima colonna intitola le righe")
    )

    class Meta:
        icon = "table"
        label = _("Tabella")
        template = "blocks/table.html"
        value_class = TableValue
