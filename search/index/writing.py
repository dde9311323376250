"""How the index follows the pages.

Whatever saves a public page marks it in the same transaction, and reads it as soon as that is committed, in
the process that saved it. What is left over, because that process ended or a text is shared by many pages, is
read by the worker. What is no longer public goes at once.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from math import log2
from typing import Any

from django.db import transaction
from wagtail.models import Page

from portal.dictionaries import DICTIONARIES
from portal.languages import ITALIAN
from portal.media.models import PortalDocument
from portal.pages.base import BasePage
from search.index.models import DocumentText, IndexedPage, PageWord, Word
from search.index.reading import Content, content_of
from search.index.words import stem_of, words_in

logger = logging.getLogger(__name__)

# Read in one turn of the worker.
MOST_AT_ONCE = 50
# Different words of one page, and of one document.
MOST_WORDS = 5_000
# What a word weighs that stands once in …
TITLE, LEAD, TEXT, DOCUMENT = 400, 120, 40, 12
# … and no more than this, however often it stands there.
TEXT_AT_MOST, DOCUMENT_AT_MOST = 110, 36
# What Wagtail writes of a page while an editor types; none of it is public.
_OF_DRAFTS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)
_BATCH = 500


def follow(
    sender: type[Any], instance: Any, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    """Receiver of `post_save`; what is no page, and what is only written of a draft, does not concern it."""
    if not issubclass(sender, Page) or (update_fields is not None and set(update_fields) <= _OF_DRAFTS):
        return
    if instance.live:
        mark([instance.pk])
        transaction.on_commit(partial(write_now, instance.pk), robust=True)
    else:
        forget(instance.pk)


def mark(pages: Iterable[int]) -> None:
    """Has these pages read anew; until then they are found by what was read of them before."""
    rows = [IndexedPage(page_id=pk, due=True) for pk in sorted(set(pages))]
    IndexedPage.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["page"], update_fields=["due"], batch_size=_BATCH
    )


def mark_all() -> None:
    """Has every public page read anew: what several share, such as a name, may have changed anywhere."""
    mark(Page.objects.live().values_list("pk", flat=True))


def forget(pk: int) -> None:
    IndexedPage.objects.filter(pk=pk).delete()


def write_due() -> int:
    """Reads the pages that still wait for it; returns how many."""
    waiting = IndexedPage.objects.filter(due=True).order_by("pk").values_list("pk", flat=True)
    return sum(write_now(pk) for pk in list(waiting[:MOST_AT_ONCE]))


def write_now(pk: int) -> bool:
    """Reads one page, unless it is gone, or another process was faster."""
    try:
        with transaction.atomic():
            row = IndexedPage.objects.select_for_update(of=("self",)).filter(pk=pk, due=True).first()
            if row is None:
                return False
            page = Page.objects.get(pk=pk).specific_class.objects.get(pk=pk)
            if is_to_be_found(page):
                _write(row, page)
            else:
                row.delete()
    except Exception:
        # It keeps its mark and comes again; the others need not wait for it.
        logger.exception("Page %d could not be read for the search.", pk)
        return False
    return True


def is_to_be_found(page: Page) -> bool:
    """Whether it is a published page of the portal, and no second address of another one."""
    return isinstance(page, BasePage) and page.can_be_found and page.live and page.alias_of_id is None


def _write(row: IndexedPage, page: BasePage) -> None:
    content, facts, language = content_of(page), page.search_facts, language_of(page)
    documents = _documents(row, content)
    weights: dict[DocumentText | None, dict[str, int]] = {None: weights_of(content, language)}
    weights |= {one: weights_of_document(one, language) for one in documents}
    # With the weights, so that a release that weighs otherwise finds every page changed.
    weighed = [(one and one.pk, sorted(words.items())) for one, words in weights.items()]
    digest = sha256(repr((content, facts, weighed)).encode()).hexdigest()
    row.due = False
    if digest == row.digest:
        row.save(update_fields=["due"])
        return
    row.digest = digest
    row.kind = page._meta.model_name if page.is_kind_to_search else ""
    row.day, row.zones, row.topics = facts.day, _zones(facts.zones, language), sorted(set(facts.topics))
    row.lead, row.text = content.lead, content.text
    row.save()
    row.words.all().delete()
    numbers = numbers_of({word for words in weights.values() for word in words}, language)
    PageWord.objects.bulk_create(
        (
            PageWord(page=row, document=document, word_id=numbers[word], weight=weight)
            for document, words in weights.items()
            for word, weight in words.items()
        ),
        batch_size=_BATCH,
    )


def _zones(pages: Iterable[int], language: str) -> list[int]:
    """The pages of territories that a page is about, each by the one that others translate."""
    numbers = set(pages)
    if language != ITALIAN and numbers:
        keys = dict(Page.objects.filter(pk__in=numbers).values_list("pk", "translation_key"))
        italian = Page.objects.filter(translation_key__in=keys.values(), locale__language_code=ITALIAN)
        originals = dict(italian.values_list("translation_key", "pk"))
        numbers = {originals.get(keys.get(pk), pk) for pk in numbers}
    return sorted(numbers)


def language_of(page: Page) -> str:
    """By whose rules the words of a page are read; Italian where no other are known."""
    code: str = page.locale.language_code
    return code if code in DICTIONARIES else ITALIAN


def weights_of(content: Content, language: str) -> dict[str, int]:
    """The words of a page, each with its weight: a word of a short title says more of the page."""
    title, lead = list(words_in(content.title, language)), set(words_in(content.lead, language))
    counts = _counted(content.text, language)
    weights = Counter({word: _often(count, TEXT, TEXT_AT_MOST) for word, count in counts.items()})
    for word in lead:
        weights[word] += LEAD
    for word in set(title):
        weights[word] += TITLE + TITLE // len(title)
    return dict(weights)


def weights_of_document(document: DocumentText, language: str) -> dict[str, int]:
    counts = _counted(document.text, language) + Counter(words_in(document.document.title, language))
    return {word: _often(count, DOCUMENT, DOCUMENT_AT_MOST) for word, count in counts.items()}


def _counted(text: str, language: str) -> Counter[str]:
    return Counter(dict(Counter(words_in(text, language)).most_common(MOST_WORDS)))


def _often(count: int, once: int, at_most: int) -> int:
    return min(at_most, round(once * (1 + log2(count) / 2)))


def _documents(row: IndexedPage, content: Content) -> list[DocumentText]:
    """The documents of a page, which from now on are those of the index, too."""
    existing = PortalDocument.objects.filter(pk__in=content.documents)
    DocumentText.objects.bulk_create([DocumentText(document=one) for one in existing], ignore_conflicts=True)
    documents = list(
        DocumentText.objects.filter(pk__in=content.documents).select_related("document").order_by("pk")
    )
    row.documents.set(documents)
    return documents


def numbers_of(texts: set[str], language: str) -> dict[str, int]:
    """The numbers of words, made where they are new; in one order, or two writers block each other."""
    ordered = sorted(texts)
    numbers: dict[str, int] = {}
    for start in range(0, len(ordered), _BATCH):
        part = ordered[start : start + _BATCH]
        numbers |= _numbers(part, language)
        new = [
            Word(language=language, text=text, stem=stem_of(text, language))
            for text in part
            if text not in numbers
        ]
        if new:
            Word.objects.bulk_create(new, ignore_conflicts=True)
            numbers |= _numbers([word.text for word in new], language)
    return numbers


def _numbers(texts: list[str], language: str) -> dict[str, int]:
    return dict(Word.objects.filter(text__in=texts, language=language).values_list("text", "pk"))


def refresh() -> None:
    """What a new release of the portal or its dictionary may read otherwise, and what several pages share."""
    words = Word.objects.iterator(chunk_size=_BATCH)
    changed = [
        Word(pk=word.pk, stem=stem)
        for word in words
        if (stem := stem_of(word.text, word.language)) != word.stem
    ]
    Word.objects.bulk_update(changed, ["stem"], batch_size=_BATCH)
    mark_all()


def prune() -> None:
    """Forgets words that stand nowhere any more, documents of no page, and pages that are not public."""
    Word.objects.filter(places=None).delete()
    DocumentText.objects.filter(pages=None).delete()
    IndexedPage.objects.filter(page__live=False).delete()
