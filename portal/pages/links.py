"""The links inside rich text, resolved for a whole page body at once.

Wagtail resolves them text by text: a page of thirty texts would cost thirty queries and more.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.rich_text.rewriters import LinkRewriter

# Without an address it is plain text: better than a link that leads to an error page.
NO_LINK = "<a>"


def resolve_links(html: str) -> SafeString:
    """Turn the stored links (`<a linktype="page" id="3">`) of safe HTML into real ones.

    Costs one query for pages and one for documents, however many there are. A link to a page that is
    gone or not published keeps its words and loses its address.
    """
    markup: SafeString = mark_safe(_rewriter(html))  # noqa: S308 - callers pass HTML that is already safe
    return markup


def _page_links(links: list[dict[str, str]]) -> list[str]:
    pages = {page.pk: page for page in Page.objects.live().filter(pk__in=_ids(links))}
    return [_opening_tag(pages.get(_id(link))) for link in links]


def _document_links(links: list[dict[str, str]]) -> list[str]:
    documents = get_document_model().objects.in_bulk(_ids(links))
    return [_opening_tag(documents.get(_id(link))) for link in links]


def _opening_tag(target: object | None) -> str:
    address = getattr(target, "url", None)
    return f'<a href="{escape(address)}">' if address else NO_LINK


def _ids(links: Iterable[dict[str, str]]) -> set[int]:
    return {_id(link) for link in links} - {0}


def _id(link: dict[str, str]) -> int:
    value = link.get("id", "")
    return int(value) if value.isdecimal() else 0


_rewriter = LinkRewriter(bulk_rules={"page": _page_links, "document": _document_links})
