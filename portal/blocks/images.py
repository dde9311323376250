"""Pictures inside a body."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class DescribedImageBlock(ImageBlock):
    """Wagtail's, which calls the picture in it «Image» in every language."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("Immagine")


class CaptionedImageBlock(blocks.StructBlock):
    """A picture with its text alternative, or declared decorative, and a caption."""

    image = DescribedImageBlock(required=False, label=_("Immagine"))
    caption = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Didascalia"),
        help_text=_("Se resta vuota si usa la didascalia dell’immagine."),
    )

    class Meta:
        icon = "image"
        label = _("Immagine")
        template = "blocks/image.html"
