"""The text of a letter, for whoever reads mail without HTML, and as it is kept and read by staff."""

from collections.abc import Iterable

from django.conf import settings

from portal.languages import ITALIAN
from portal.letters import blocks, frame
from portal.letters.blocks import Block


def as_text(letter: Iterable[Block], reply_to: str = "", language: str = ITALIAN) -> str:
    """Paragraphs with an empty line between them, and the name of the portal at the end."""
    paragraphs = [words for block in letter if (words := _in_words(block))]
    end = ["--", settings.SITE_NAME, frame.about_answers(reply_to, language)]
    return "\n\n".join([*paragraphs, "\n".join(end)]) + "\n"


def _in_words(block: Block) -> str:
    match block:
        case blocks.Heading():
            return ""
        case blocks.Quote(label, text):
            return f"{label}\n\n{text}"
        case blocks.Facts(rows):
            return "\n".join(_fact_in_words(row) for row in rows)
        case blocks.Items(items):
            return "\n".join(f"- {item}" for item in items)
        case blocks.Button(label, href) | blocks.Link(label, href):
            return f"{label}:\n{href}" if label else href
        case blocks.Code(label, text):
            return f"{label} {text}"
        case blocks.Late():
            return blocks.LINK_PLACEHOLDER
        case blocks.Made(words=words):
            return words
    return block.text


def _fact_in_words(row: blocks.Fact) -> str:
    # An address of the web is written out; that of a mailbox or a telephone is the value itself.
    is_told = row.href.startswith("http") or row.href == blocks.LINK_PLACEHOLDER
    line = f"{row.label} {row.value}"
    return f"{line}\n{row.href}" if is_told and row.href != row.value else line
