"""What of a page is searched: its title, its summary, its text, and the documents that it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, Model
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.search.index import RelatedFields, SearchField

from portal.pages.base import BasePage

# The longest text of a page, in characters; nobody searches for its end.
LONGEST_TEXT = 200_000
_APART = frozenset({"title", "abstract"})


@dataclass(frozen=True)
class Content:
    """A page as it is searched. `documents` are numbers."""

    title: str
    lead: str
    text: str
    documents: tuple[int, ...]


def content_of(page: BasePage) -> Content:
    """Reads a page, which must come from the database: what an editor is typing is none of its content."""
    pieces = [piece for field in page.get_search_fields() for piece in _pieces(page, field)]
    lines = (" ".join(piece.split()) for piece in pieces)
    text = "\n".join(line for line in lines if line)[:LONGEST_TEXT]
    return Content(page.title, page.abstract, text, tuple(sorted(set(_documents(page)))))


def _pieces(row: Any, field: Any) -> Iterator[str]:
    if isinstance(field, SearchField):
        if field.field_name not in _APART or not isinstance(row, BasePage):
            yield from _strings(field.get_value(row))
    elif isinstance(field, RelatedFields):
        related = field.get_value(row)
        rows = related.all() if isinstance(related, Manager) else [related] if related is not None else []
        for one in rows:
            for inner in field.fields:
                yield from _pieces(one, inner)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
    elif value:
        yield str(value)


def _documents(row: Model) -> Iterator[int]:
    """The documents that fields, texts and blocks of a row name, and those of its child rows."""
    documents = get_document_model()
    for field in row._meta.fields:
        if field.many_to_one and field.related_model is documents:
            if number := getattr(row, field.attname):
                yield number
        elif hasattr(field, "extract_references"):
            references = field.extract_references(field.value_from_object(row))
            yield from (int(number) for model, number, *_path in references if model is documents)
    for relation in get_all_child_relations(type(row)):
        for child in getattr(row, relation.get_accessor_name()).all():
            yield from _documents(child)
