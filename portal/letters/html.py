"""The HTML of a letter: the portal's look for mail programs, which know little CSS and often show no images.

The styles are written once (`templates/portal/letters/_layout.css`) and put on every element, because some
programs drop the `style` element; what is left in it is only for dark screens.
"""

from collections.abc import Iterable
from functools import cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

from portal.languages import ITALIAN, prefix, reading
from portal.letters import blocks, frame
from portal.letters.blocks import Block


def as_html(subject: str, letter: Iterable[Block], reply_to: str = "", language: str = ITALIAN) -> str:
    """A whole document.

    Args:
        language: of its reader.
    """
    letter = list(letter)
    with reading(language):
        context = {
            "subject": subject,
            "parts": [(blocks.kind_of(one), one) for one in letter if not isinstance(one, blocks.Why)],
            "whys": [one for one in letter if isinstance(one, blocks.Why)],
            "about_answers": frame.about_answers(reply_to, language),
            "site_name": settings.SITE_NAME,
            "site_url": f"{settings.SITE_URL}{prefix(language)}",
            "language": language,
        }
        return _inliner().inline(render_to_string("portal/letters/_layout.html", context))


@cache
def _inliner() -> css_inline.CSSInliner:
    styles = render_to_string("portal/letters/_layout.css")
    return css_inline.CSSInliner(
        keep_at_rules=True, load_remote_stylesheets=False, extra_css=styles, minify_css=True
    )
