"""What stands below a page is in its language."""

from django.utils.translation import gettext as _
from wagtail.models import Page


def other_language(page: Page, parent: Page) -> str:
    """Why a page cannot be copied below another one: a copy keeps its language. Empty where it can.

    Wagtail moves no page below one of another language, and would copy it there: an English page at an
    Italian address, in lists of which it is no part. Below the root all languages stand.
    """
    if parent.depth == 1 or page.locale_id == parent.locale_id:
        return ""
    words = {
        "title": page.title,
        "language": page.locale.get_display_name().lower(),
        "parent": parent.title,
        "other": parent.locale.get_display_name().lower(),
    }
    return (
        _(
            "«%(title)s» è in un’altra lingua (%(language)s) rispetto a «%(parent)s» (%(other)s): scegli una "
            "pagina della sua lingua. Per averla nell’altra lingua usa «Traduci»."
        )
        % words
    )
