"""What stands in another language than the page around it says so, for who hears it read aloud."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.languages import ITALIAN, of_path, spoken

register = template.Library()


@register.simple_tag
def language_of(address: str) -> SafeString | str:
    """What a link says whose words are the title of the page at this address; nothing in one language."""
    language = _language(address)
    return "" if language == spoken() else format_html(' lang="{0}" hreflang="{0}"', language)


@register.simple_tag
def hreflang_of(address: str) -> SafeString | str:
    """The same of a link whose words are the portal's own."""
    language = _language(address)
    return "" if language == spoken() else format_html(' hreflang="{}"', language)


def _language(address: str) -> str:
    return of_path(urlsplit(address or "").path)


@register.simple_tag
def in_italian() -> SafeString | str:
    """The same of words that are kept in Italian alone, such as by whom a picture is."""
    return "" if spoken() == ITALIAN else format_html(' lang="{}"', ITALIAN)
