"""What the text of a patto is made of: words alone, so that nothing outside can change what was signed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.blocks import BodyBlock

# Of the blocks of a body, those that hold words and show nothing that stands elsewhere.
WORDS = ("heading", "text", "quote", "accordion")


class PattoBlock(BodyBlock):
    """A body of words."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        for name in set(self.child_blocks) - set(WORDS):
            del self.child_blocks[name]

    class Meta:
        label = _("Testo del patto")
        required = False
