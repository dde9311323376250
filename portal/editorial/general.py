"""What is looked at on every page."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.editorial.findings import Occasion, Remark
from portal.editorial.parts import parts, rich_texts

# Longer ones are cut by search engines and fill a card.
LONGEST_TITLE = 80
# Words that say nothing of where a link leads to whoever hears the links alone (WCAG 2.4.4).
_EMPTY_WORDS = frozenset(
    {
        "clicca",
        "clicca qui",
        "clicca sul link",
        "clicca su questo link",
        "cliccando qui",
        "qui",
        "a questo link",
        "questo link",
        "al link",
        "link",
        "a questo indirizzo",
        "leggi",
        "continua",
        "vai",
        "scopri",
        "di più",
        "vai al link",
    }
)
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)


def long_title(page: Page, _occasion: Occasion) -> Iterator[Remark]:
    length = len(page.title)
    if length > LONGEST_TITLE:
        yield Remark(
            _(
                "Il titolo è di %(length)d caratteri: nei risultati di ricerca e nelle schede si legge "
                "meglio se ne ha al massimo %(limit)d."
            )
            % {"length": length, "limit": LONGEST_TITLE},
            "title",
        )


def no_summary(page: Any, _occasion: Occasion) -> Iterator[Remark]:
    if not page.abstract.strip():
        yield Remark(
            _("Manca il sommario: negli elenchi e nei motori di ricerca la pagina compare col solo titolo."),
            "abstract",
        )


def empty_links(page: Page, _occasion: Occasion) -> Iterator[Remark]:
    """Links in running text, and buttons, whose words do not say where they lead."""
    written = [(place, words) for place, html in rich_texts(page) for words in _LINK.findall(html)]
    written += [(part.place, part.value) for part in parts(page) if part.place.endswith(".button")]
    for place, html in written:
        words = " ".join(strip_tags(str(html or "")).split())
        if words.casefold().strip(" .:>»→") in _EMPTY_WORDS:
            yield Remark(
                _(
                    "Un collegamento dice solo «%(words)s»: scrivi dove porta, perché chi ascolta la pagina "
                    "sente spesso i soli collegamenti."
                )
                % {"words": words},
                place,
            )
