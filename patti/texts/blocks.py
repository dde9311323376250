"""What the text of a patto is made of: words alone, so that nothing outside can change what was signed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import AccordionBlock, BodyBlock, TextBlock
from portal.blocks.accordion import AccordionItemBlock
from portal.blocks.text import TEXT_FEATURES

# Of the blocks of a body, those that hold words and show nothing that stands elsewhere.
WORDS = ("heading", "text", "quote", "accordion")
# A file of the library is replaced under its link, and no version would tell.
FEATURES = [feature for feature in TEXT_FEATURES if feature != "document-link"]


class ItemOfWords(AccordionItemBlock):
    text = TextBlock(label=_("Testo"), features=FEATURES)


class AccordionOfWords(AccordionBlock):
    items = blocks.ListBlock(ItemOfWords(), label=_("Voci"))


class PattoBlock(BodyBlock):
    """A body of words."""

    text = TextBlock(features=FEATURES)
    accordion = AccordionOfWords()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        for name in set(self.child_blocks) - set(WORDS):
            del self.child_blocks[name]

    class Meta:
        label = _("Testo del patto")
        required = False
