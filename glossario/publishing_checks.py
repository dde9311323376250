"""What is looked at before a term is published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from glossario.pages import GlossaryTermPage
from portal.editorial.findings import Check, Occasion, Remark, Severity


def no_short_meaning(term: GlossaryTermPage, _occasion: Occasion) -> Iterator[Remark]:
    if not term.abstract.strip():
        yield Remark(
            _("Manca il sommario, cioè la definizione breve che si apre nelle altre pagine."),
            "abstract",
        )


def no_sources(term: GlossaryTermPage, _occasion: Occasion) -> Iterator[Remark]:
    if not get_text_for_indexing(term.sources).strip():
        yield Remark(_("Mancano le fonti: di’ da quale norma o documento viene la definizione."), "sources")


CHECKS = [
    Check("no_short_meaning", Severity.ERROR, GlossaryTermPage, no_short_meaning),
    Check("no_sources_of_term", Severity.WARNING, GlossaryTermPage, no_sources),
]
