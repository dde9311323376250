"""The terms that are marked, made ready for one pass over a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.models import Page

from glossario.pages import GlossaryTermPage
from glossario.words import Language, language_spoken
from portal.edition.memory import remembered
from portal.languages import spoken

COLUMNS = ("pk", "url_path", "title", "abstract", "synonyms")


@dataclass(frozen=True)
class Term:
    """What a mark shows and where it leads."""

    pk: int
    title: str
    meaning: str
    url: str


@dataclass
class Names:
    """The names that begin with the same words, by the stem of the word that comes next.

    Attributes:
        term: whose name ends here; None where a name only goes through.
    """

    term: Term | None = None
    then: dict[str, "Names"] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """The names of all terms of one language, which says when a word of a text is one of theirs."""

    language: Language
    names: Names


def vocabulary_for(request: HttpRequest, page: Page) -> Vocabulary:
    """The terms in the language of a page, the same at every host; one query for each edition of the site."""
    key = ("glossary", page.locale_id, spoken())
    return remembered(request, key, lambda: compiled(_terms(page.locale_id), language_spoken()))


def _terms(locale: int) -> list[tuple[Term, list[str]]]:
    rows = GlossaryTermPage.objects.published().filter(is_marked=True, locale=locale).order_by("pk")
    found = []
    for row in rows.only(*COLUMNS, "depth", "path"):
        url = Page(pk=row.pk, url_path=row.url_path).url
        if url:
            found.append((Term(row.pk, row.title, row.abstract, url), [row.title, *row.other_names]))
    return found


def compiled(terms: Iterable[tuple[Term, list[str]]], language: Language) -> Vocabulary:
    """Of two terms with a name in common the older one has it. Names of small words alone are none."""
    beginning = Names()
    for term, names in terms:
        for name in names:
            here = beginning
            for stem in language.stems_in(name):
                here = here.then.setdefault(stem, Names())
            if here is not beginning and here.term is None:
                here.term = term
    return Vocabulary(language, beginning)
