"""The tags of a letter's template: each makes one block (`portal.letters.blocks`)."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from portal.letters import blocks
from portal.letters.blocks import Block
from portal.letters.source import COLLECTOR

register = template.Library()


def _made(context: Context, block: Block) -> str:
    return str(context[COLLECTOR].add(block))


def _words(content: Any) -> str:
    return " ".join(str(content).split(None))


@register.simple_block_tag(takes_context=True)
def heading(context: Context, content: str) -> str:
    return _made(context, blocks.Heading(_words(content)))


@register.simple_block_tag(takes_context=True)
def title(context: Context, content: str) -> str:
    return _made(context, blocks.Title(_words(content)))


@register.simple_block_tag(takes_context=True)
def note(context: Context, content: str) -> str:
    return _made(context, blocks.Note(_words(content))) if content.strip() else ""


@register.simple_block_tag(takes_context=True)
def why(context: Context, content: str) -> str:
    return _made(context, blocks.Why(_words(content))) if content.strip() else ""


@register.simple_block_tag(takes_context=True)
def item(context: Context, content: str) -> str:
    return _made(context, blocks.Items((_words(content),)))


@register.simple_block_tag
def one_line(content: str) -> str:
    """Words of one line, on however many the template writes them."""
    return _words(content)


@register.simple_tag(takes_context=True)
def paragraphs(context: Context, texts: Iterable[str]) -> str:
    """Words that an office wrote, as they are: a link is none of them, whatever stands in them."""
    return "".join(_made(context, blocks.Paragraph(text)) for text in texts)


@register.simple_tag(takes_context=True)
def quote(context: Context, label: str, text: str) -> str:
    """What somebody wrote, with its line breaks; nothing where there is nothing."""
    return _made(context, blocks.Quote(str(label), str(text).strip())) if text else ""


@register.simple_tag(takes_context=True)
def row(context: Context, label: str, value: Any, href: str = "") -> str:
    """A fact, as a link if it has an address, with its line breaks; nothing where there is no value."""
    if not value:
        return ""
    words = "\n".join(filter(None, (_words(line) for line in str(value).splitlines())))
    fact = blocks.Fact(str(label), words, href if blocks.is_address(href) else "")
    return _made(context, blocks.Facts((fact,)))


@register.simple_block_tag(takes_context=True)
def row_of(context: Context, content: str, label: str) -> str:
    """A fact on one line, of what a part of a page's template says."""
    return row(context, label, _words(content))


@register.simple_tag(takes_context=True)
def mailbox(context: Context, label: str, address: str) -> str:
    """A fact that is an email address; nothing where there is none."""
    return row(context, label, address, f"mailto:{address}")


@register.simple_tag(takes_context=True)
def button(context: Context, label: str, href: str) -> str:
    return _made(context, blocks.Button(str(label), href))


@register.simple_tag(takes_context=True)
def link(context: Context, label: str, href: str) -> str:
    return _made(context, blocks.Link(str(label), href))


@register.simple_tag(takes_context=True)
def code(context: Context, label: str, text: str) -> str:
    return _made(context, blocks.Code(str(label), text))


@register.simple_tag(takes_context=True)
def made(context: Context, block: blocks.Made | None) -> str:
    """A part that is made when the letter leaves; nothing for none."""
    return _made(context, block) if block else ""


@register.simple_tag(takes_context=True)
def late(context: Context) -> str:
    """Where blocks are made when the letter leaves."""
    return _made(context, blocks.Late())
