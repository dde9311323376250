"""Tags of the public pages. They never touch the session or the user: a page is the same for everybody."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from portal.edition.memory import remembered
from portal.media.renditions import BODY_FILTERS, CARD_FILTERS, LOGO_FILTERS
from portal.pages.announcements import announcements as up_now
from portal.pages.announcements import shown
from portal.pages.languages import SameElsewhere, in_languages, italian_for
from portal.pages.links import resolve_links
from portal.pages.models import PortalSettings
from portal.pages.navigation import MenuEntry, navigation
from portal.pages.site import settings_of, site_of
from portal.templatetags.language_tags import in_italian

register = template.Library()


@register.simple_tag(takes_context=True)
def main_menu(context: dict[str, Any]) -> list[MenuEntry]:
    """The pages of the main menu."""
    return navigation(context.get("request"), context.get("page")).menu


@register.simple_tag(takes_context=True)
def footer_links(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Title and address of what the foot of every page leads to besides the menu."""
    return navigation(context.get("request"), context.get("page")).footer


@register.simple_tag(takes_context=True)
def breadcrumb(context: dict[str, Any]) -> list[Page]:
    """The pages above this one, from the home page down; empty on the home page."""
    return navigation(context.get("request"), context.get("page")).ancestors


@register.simple_tag(takes_context=True)
def home_address(context: dict[str, Any]) -> str:
    """The home page in the language of this one; that of the site where it has none."""
    return navigation(context.get("request"), context.get("page")).home


@register.simple_tag(takes_context=True)
def search_address(context: dict[str, Any]) -> str:
    """The search in the language of this page; empty where there is none."""
    return navigation(context.get("request"), context.get("page")).search


@register.simple_tag(takes_context=True)
def language_switch(context: dict[str, Any]) -> list[SameElsewhere]:
    """This page in each language that has it, this one too; empty where only one has."""
    return in_languages(context.get("request"), context.get("page"))


@register.simple_tag(takes_context=True)
def italian_instead(context: dict[str, Any]) -> Page | None:
    """The Italian page that somebody may have meant who asked for one of another language in vain."""
    request = context.get("request")
    return italian_for(request) if isinstance(request, HttpRequest) else None


@register.simple_tag(takes_context=True)
def portal_settings(context: dict[str, Any]) -> PortalSettings | None:
    """The settings of the current site, with the pages they name."""
    request = context.get("request")
    return settings_of(request) if isinstance(request, HttpRequest) else None


@register.simple_tag(takes_context=True)
def setting(context: dict[str, Any], name: str) -> str:
    """A sentence of the settings in the language of the page; empty where nobody wrote it."""
    found = portal_settings(context)
    return found.said(name) if found else ""


@register.simple_tag(takes_context=True)
def named_pages(context: dict[str, Any]) -> dict[str, Page]:
    """The pages that the settings name, as this page may lead to them."""
    return navigation(context.get("request"), context.get("page")).named


@register.inclusion_tag("includes/announcements.html", takes_context=True)
def announcements(context: dict[str, Any]) -> dict[str, Any]:
    """What every page says at this moment above its content; in a preview what is being written."""
    written = context.get("announcements")
    return {"announcements": up_now(context.get("request")) if written is None else shown(written)}


# On a phone a card is nearly as wide as the screen, and one that stands alone shows a picture of 480 px, but
# pictures of cards are ornaments, and a page has many.
CARD_SIZES = "(min-width: 768px) 400px, 75vw"


@register.simple_tag
def responsive_image(
    image: Any,
    alt: str = "",
    sizes: str = "(min-width: 992px) 800px, 100vw",
    css: str = "",
    lazy: bool = True,
) -> str:
    """A picture that the browser fetches in the size it needs; nothing when the file is missing."""
    return _picture(image, BODY_FILTERS, alt, sizes, css, lazy)


@register.simple_tag
def card_image(
    image: Any,
    alt: str = "",
    sizes: str = CARD_SIZES,
    css: str = "",
    lazy: bool = True,
) -> str:
    """A picture cropped for a card; decorative unless `alt` says more than the card's own words."""
    return _picture(image, CARD_FILTERS, alt, sizes, css, lazy)


@register.simple_tag
def logo_image(image: Any, alt: str = "", css: str = "") -> str:
    """A logo, whole; decorative where the name stands beside it (decision 114)."""
    return _picture(image, LOGO_FILTERS, alt, "112px", css, True)


def _picture(image: Any, filters: Iterable[str], alt: str, sizes: str, css: str, lazy: bool) -> SafeString:
    if not image:
        return mark_safe("")
    try:
        renditions = {r.width: r for r in image.get_renditions(*filters).values()}
    except (SourceImageIOError, OSError):
        return mark_safe("")
    widths = sorted(renditions)
    fallback = renditions[widths[len(widths) // 2]]
    srcset = ", ".join(f"{renditions[width].url} {width}w" for width in widths)
    webp = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}{}>',
        fallback.url,
        srcset,
        sizes,
        fallback.width,
        fallback.height,
        alt,
        # An editor who left what the library of pictures proposes left it in Italian.
        in_italian() if alt and alt == image.default_alt_text else "",
        format_html(' class="{}"', css) if css else "",
        mark_safe(' loading="lazy" decoding="async"') if lazy else mark_safe(' fetchpriority="high"'),
    )
    # Only if there is each size: of a source a browser takes what there is, never what comes after it.
    if not all(renditions[width].avif for width in widths):
        return webp
    srcset = ", ".join(f"{renditions[width].avif.url} {width}w" for width in widths)
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}">{}</picture>', srcset, sizes, webp
    )


@register.simple_tag
def document_link(document: Any, title: str = "") -> SafeString:
    """A link to a document with its format, weight and version in words."""
    if not document:
        return mark_safe("")
    return format_html(
        '<a class="document-link" href="{}">{}</a>{}',
        document.url,
        title or document.title,
        format_html(' <span class="document-notes">({})</span>', document.notes) if document.notes else "",
    )


class RememberedNode(template.Node):
    """See `remembered`."""

    def __init__(
        self, name: str, told_apart: list[template.base.FilterExpression], nodelist: template.NodeList
    ) -> None:
        self.name, self.told_apart, self.nodelist = name, told_apart, nodelist

    def render(self, context: template.Context) -> SafeString:
        request = context.get("request")
        if not isinstance(request, HttpRequest):
            return self.nodelist.render(context)
        # Not the host: a visitor chooses its port.
        site = site_of(request)
        told_apart = (one.resolve(context) for one in self.told_apart)
        key = ("markup", self.name, site.pk if site else None, get_language(), *told_apart)
        return remembered(request, key, lambda: self.nodelist.render(context))


@register.tag("remembered")
def do_remembered(parser: template.base.Parser, token: template.base.Token) -> RememberedNode:
    """Keep what is written down to `{% endremembered %}` for the present edition, by its name.

    Only for what is the same on every page of a site, whoever looks at it; or on all those for which the
    values behind the name are the same.
    """
    _tag, name, *values = token.split_contents()
    told_apart = [parser.compile_filter(value) for value in values]
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(name, told_apart, nodelist)


class ResolveLinksNode(template.Node):
    """See `resolve_links`."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        with context.push(links_resolved_later=True):
            return resolve_links(self.nodelist.render(context))


@register.tag("resolve_links")
def do_resolve_links(parser: template.base.Parser, token: template.base.Token) -> ResolveLinksNode:
    """Resolve together the links of all the rich text down to `{% endresolve_links %}`."""
    nodelist = parser.parse(("endresolve_links",))
    parser.delete_first_token()
    return ResolveLinksNode(nodelist)


@register.filter
def stored_rich_text(html: str | None) -> SafeString:
    """The HTML of a rich text field, for use inside `{% resolve_links %}`; empty when it holds no words."""
    if not html or not get_text_for_indexing(html):
        return mark_safe("")
    return mark_safe(html)  # noqa: S308 - cleaned by Wagtail's whitelist when it was saved


@register.filter
def present(values: Iterable[Any] | None) -> list[Any]:
    """Only the values that are there: a chooser left empty gives None."""
    return [value for value in values or [] if value]


@register.filter
def complete(blocks: Iterable[Any]) -> list[Any]:
    """Only the blocks of a stream that have enough to be shown, as their values say."""
    return [block for block in blocks if block.value.is_complete]
