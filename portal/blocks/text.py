"""Words: headings, running text and quotations."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

# Headings are blocks of their own, images too: running text stays running text.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with the few features that cannot break a page."""

    def __init__(self, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(required=required, **kwargs)

    def render_basic(self, value: RichText | None, context: dict[str, Any] | None = None) -> SafeString:
        """Render the text; inside a `BodyBlock` its links are left for the body to resolve all at once."""
        if value is None or not has_text(value):
            return mark_safe("")
        if context and context.get("links_resolved_later"):
            html: SafeString = mark_safe(value.source)  # noqa: S308 - cleaned by Wagtail's whitelist when it was saved
            return html
        return mark_safe(str(value))  # noqa: S308

    class Meta:
        icon = "pilcrow"
        label = _("Testo")


def has_text(value: RichText | None) -> bool:
    """Whether a rich text holds any word: the editor leaves `<p></p>` behind."""
    if not value:
        return False
    return bool(blocks.RichTextBlock().get_searchable_content(value)[0].strip())


class HeadingBlock(blocks.StructBlock):
    """The title of a section. The level is lowered to what fits where the outline would skip one."""

    text = blocks.CharBlock(required=False, max_length=160, label=_("Titolo"))
    level = blocks.ChoiceBlock(
        choices=[("2", _("Sezione")), ("3", _("Sottosezione"))],
        default="2",
        required=False,
        label=_("Livello"),
    )

    class Meta:
        icon = "title"
        label = _("Titolo di sezione")
        template = "blocks/heading.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(required=False, rows=4, label=_("Citazione"))
    author = blocks.CharBlock(required=False, max_length=120, label=_("Chi lo dice"))
    role = blocks.CharBlock(required=False, max_length=160, label=_("Ruolo o fonte"))

    class Meta:
        icon = "openquote"
        label = _("Citazione")
        template = "blocks/quote.html"
