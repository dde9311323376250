"""The index of a page, read from the headings that the page shows."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

register = template.Library()

# Below this many sections a page is short enough to be looked through without an index.
FEWEST_ENTRIES = 3
# Our own templates write these headings, so their form is known.
_SECTION = re.compile(r"<h2\b(?P<attributes>[^>]*)>(?P<title>.*?)</h2>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')


class IndexedNode(template.Node):
    """See `indexed`."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        content, entries = with_anchors(self.nodelist.render(context))
        if len(entries) < FEWEST_ENTRIES:
            return content
        return mark_safe(  # noqa: S308 - what a template rendered
            render_to_string("includes/page_body.html", {"content": content, "entries": entries})
        )


@register.tag
def indexed(parser: template.base.Parser, token: template.base.Token) -> IndexedNode:
    """Set "Indice della pagina" beside what stands down to `{% endindexed %}`, if it has sections enough."""
    nodelist = parser.parse(("endindexed",))
    parser.delete_first_token()
    return IndexedNode(nodelist)


def with_anchors(html: str) -> tuple[SafeString, list[tuple[str, str]]]:
    """The same HTML with an id on every `h2`, and (fragment, title) of each."""
    entries: list[tuple[str, str]] = []
    taken = set(_ID.findall(html))

    def anchored(heading: re.Match[str]) -> str:
        # Rendered HTML holds entities (`&#x27;`), which the index would escape again.
        title = mark_safe(strip_tags(heading["title"]).strip())  # noqa: S308 - a template escaped it
        own = _ID.search(heading["attributes"])
        if own:
            entries.append((own[1], title))
            return heading[0]
        fragment = base = slugify(title) or "sezione"
        number = 2
        while fragment in taken:
            fragment, number = f"{base}-{number}", number + 1
        taken.add(fragment)
        entries.append((fragment, title))
        return f'<h2 id="{fragment}"{heading["attributes"]}>{heading["title"]}</h2>'

    return mark_safe(_SECTION.sub(anchored, html)), entries  # noqa: S308 - as above
