"""For words whose white space is seen, though a template writes them over several lines."""

import re
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BREAKABLE = re.compile(r"[ \t\r\n]+")


@register.filter(is_safe=True)
@stringfilter
def one_line(text: str) -> str:
    """The same words with one space between them and none around; no-break spaces stay as they are."""
    return _BREAKABLE.sub(" ", text).strip(" ")


@register.simple_tag
def fact(label: str, value: Any) -> SafeString:
    """A row of a `dl`; nothing where there is no value. Styles show its line breaks, so none is added."""
    if not value:
        return mark_safe("")
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, value)


@register.simple_block_tag
def fact_block(content: SafeString, label: str) -> SafeString:
    """The same for markup, down to `{% endfact_block %}`, written on one line."""
    return fact(label, one_line(content))


@register.simple_block_tag
def document_title(content: SafeString) -> SafeString:
    """The `title` of the document: what stands down to `{% enddocument_title %}`, on one line."""
    return format_html("<title>{}</title>", one_line(content))
