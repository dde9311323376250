"""The building blocks of page bodies, one module per family.

Wagtail saves half-typed drafts, so every template here renders nothing, never an empty shell, for a
block whose content is still missing.
"""

from portal.blocks.accordion import AccordionBlock
from portal.blocks.actions import CallToActionBlock
from portal.blocks.body import BodyBlock
from portal.blocks.contacts import ContactsBlock
from portal.blocks.documents import DocumentListBlock
from portal.blocks.figures import FiguresBlock
from portal.blocks.images import CaptionedImageBlock
from portal.blocks.tables import TableBlock
from portal.blocks.text import HeadingBlock, QuoteBlock, TextBlock

__all__ = [
    "AccordionBlock",
    "BodyBlock",
    "CallToActionBlock",
    "CaptionedImageBlock",
    "ContactsBlock",
    "DocumentListBlock",
    "FiguresBlock",
    "HeadingBlock",
    "QuoteBlock",
    "TableBlock",
    "TextBlock",
]
