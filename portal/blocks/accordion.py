"""Questions and answers that open one by one."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.text import TextBlock, has_text


class AccordionItemValue(blocks.StructValue):
    @property
    def is_complete(self) -> bool:
        """Whether both the title and the text are there: half an item would open onto nothing."""
        return bool((self.get("title") or "").strip()) and has_text(self.get("text"))


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160, label=_("Titolo"))
    text = TextBlock(label=_("Testo"))

    class Meta:
        label = _("Voce")
        value_class = AccordionItemValue


class AccordionValue(blocks.StructValue):
    @property
    def complete_items(self) -> list[AccordionItemValue]:
        return [item for item in self.get("items") or [] if item.is_complete]


class AccordionBlock(blocks.StructBlock):
    """Native `<details>` elements: they open without JavaScript and with the keyboard."""

    title = blocks.CharBlock(
        required=False, max_length=120, label=_("Titolo"), help_text=_("Per esempio: Domande frequenti.")
    )
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Voci"))

    class Meta:
        icon = "list-ul"
        label = _("Fisarmonica")
        template = "blocks/accordion.html"
        value_class = AccordionValue
