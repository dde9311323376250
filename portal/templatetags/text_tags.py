"""For words whose white space is seen, though a template writes them over several lines."""

import re
from datetime import datetime
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.languages import ITALIAN, spoken

register = template.Library()

# Letters of a title that search engines show whole.
LONGEST_TITLE = 70

_BREAKABLE = re.compile(r"[ \t\r\n]+")


@register.filter(is_safe=True)
@stringfilter
def one_line(text: str) -> str:
    """The same words with one space between them and none around; no-break spaces stay as they are."""
    return _BREAKABLE.sub(" ", text).strip(" ")


@register.simple_tag
def of_the_form() -> SafeString:
    """The attribute of an element that holds words of a form, which are asked in Italian on every page."""
    return mark_safe("") if spoken() == ITALIAN else format_html(' lang="{}"', ITALIAN)


@register.filter
def in_the_form(words: str) -> SafeString:
    """Words of a form within a sentence, with their language where the page speaks another."""
    return (
        format_html("<span{}>{}</span>", of_the_form(), words)
        if spoken() != ITALIAN
        else conditional_escape(words)
    )


@register.filter
def label_words(field: Any) -> SafeString:
    """The label of a field; that of a question with its language, where the page speaks another."""
    if not getattr(field.form, "step", None):
        return conditional_escape(field.label)
    return format_html("<span{}>{}</span>", of_the_form(), field.label)


@register.filter
def machine_moment(moment: datetime | None) -> str:
    """A moment for the `datetime` of `time`: with its zone, to the second (HTML takes no microseconds)."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


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
    """The `title` of the document: what stands down to `{% enddocument_title %}`, on one line.

    Search engines cut long titles: the name of the site at its end is left out where there is no room.
    """
    whole = one_line(content)
    if len(unescape(whole)) > LONGEST_TITLE:
        whole = mark_safe(whole.removesuffix(f" · {settings.SITE_NAME}"))  # noqa: S308 - part of what is safe
    return format_html("<title>{}</title>", whole)
