"""The glossary of the demonstration, with the page on which citizens propose a term."""

from django.utils import timezone
from django.utils.text import slugify

from candidature.models import CallPage
from demo.building.blocks import html
from demo.building.pages import publish, site_root
from demo.glossario import terms
from glossario.models import GlossaryIndexPage, GlossaryTermPage, RelatedTerm, TermChange


def load() -> None:
    index = publish(
        site_root(),
        GlossaryIndexPage,
        "glossario",
        "Glossario della Salute",
        abstract=terms.ABSTRACT,
        proposals_page=CallPage.objects.filter(slug="proponi-una-voce-del-glossario").first(),
    )
    made: dict[str, GlossaryTermPage] = {}
    for text in terms.TERMS:
        made[text.title] = publish(
            index,
            GlossaryTermPage,
            slugify(text.title.replace("’", "-")),
            text.title,
            abstract=text.short,
            synonyms="\n".join(text.synonyms),
            meaning=html(*text.meaning) if text.meaning else "",
            sources=html("; ".join(text.sources) + "."),
            changes=[TermChange(day=timezone.localdate(), what="Prima versione")],
        )
    for text in terms.TERMS:
        # Terms name each other, so all must be there first.
        _relate(made[text.title], [made[title] for title in text.related])


def _relate(term: GlossaryTermPage, others: list[GlossaryTermPage]) -> None:
    """Adds the ways to other terms that are not there."""
    known = {one.other_id for one in term.related.all()}
    missing = [other for other in others if other.pk not in known]
    if missing:
        term.related.add(*(RelatedTerm(other=other) for other in missing))
        term.save_revision().publish()
