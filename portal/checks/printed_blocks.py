"""Whatever an editor may put on a page can be printed, so that no document leaves a part of its page out."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, register

from portal.blocks import BodyBlock, TableBlock
from portal.blocks.text import TEXT_FEATURES
from portal.pdf import bodies, rich_text


@register()
def check_printed_blocks(**_kwargs: Any) -> list[CheckMessage]:
    cells = TableBlock().child_blocks["table"].child_blocks
    return [
        *problems("block of a body", BodyBlock().child_blocks, bodies.PRINTED),
        *problems("cell of a table", cells, bodies.CELLS),
        *problems("feature of rich text", TEXT_FEATURES, rich_text.FEATURES),
    ]


def problems(what: str, offered: Iterable[str], printed: Iterable[str]) -> list[CheckMessage]:
    """What editors are offered and no document shows.

    Args:
        what: of what kind both are, in words.
    """
    return [
        Error(
            f"The {what} “{name}” is in no document.",
            hint="Say in portal/pdf how it is printed.",
            id="portal.E051",
        )
        for name in sorted(set(offered) - set(printed))
    ]
