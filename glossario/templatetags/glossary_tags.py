"""Marks the terms of the glossary in what a page shows."""

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from glossario.marking.text import has_running_text, marked
from glossario.marking.vocabulary import vocabulary_for

register = template.Library()


class MarkedNode(template.Node):
    """See `glossary_marked`."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        html = self.nodelist.render(context)
        page, request = context.get("page"), context.get("request")
        if not isinstance(page, Page) or not isinstance(request, HttpRequest) or not _is_public(request):
            return html
        if not has_running_text(html):
            return html
        vocabulary = vocabulary_for(request, page)
        return marked(html, vocabulary, but=page.pk) if vocabulary.names.then else html


@register.tag("glossary_marked")
def do_glossary_marked(parser: template.base.Parser, token: template.base.Token) -> MarkedNode:
    """Mark the terms in the running text down to `{% endglossary_marked %}`, each once."""
    nodelist = parser.parse(("endglossary_marked",))
    parser.delete_first_token()
    return MarkedNode(nodelist)


def _is_public(request: HttpRequest) -> bool:
    """Whether the page is one of Wagtail's, or its preview: the words of a form are left as they are."""
    match = request.resolver_match
    return bool(getattr(request, "is_preview", False)) or (
        match is not None and match.view_name == "wagtail_serve"
    )
