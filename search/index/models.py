"""The index of the site search: which words stand in which public page, and how much they weigh there.

It is tables of the portal's own and no text search of the databases, so that SQLite and PostgreSQL find the
same, in the same order. It holds what is published; whoever reads it asks of each page whether everybody may
read that page now (`search.index.visible`).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from portal.languages import ITALIAN

# Longer words tell no more pages apart. In characters.
LONGEST_WORD = 40


class IndexedPage(models.Model):
    """A page that can be found, or that is to be read anew.

    Attributes:
        due: whether the page changed since it was read.
        kind: its model, such as `newspage`; empty where one does not look for that kind alone.
        digest: of all that is written of it, to know whether anything changed.
        text: what stands in it beside title and summary, a paragraph a line.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    due = models.BooleanField(default=True)
    kind = models.CharField(max_length=100, blank=True)
    day = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    zones = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    lead = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["page"], condition=models.Q(due=True), name="search_page_due")
        ]

    def __str__(self) -> str:
        return str(self.page_id)


class DocumentText(models.Model):
    """What stands in a document that a page leads to.

    Attributes:
        due: whether its file has still to be read.
    """

    document = models.OneToOneField(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    pages = models.ManyToManyField(IndexedPage, related_name="documents")
    due = models.BooleanField(default=True, db_index=True)
    text = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.document_id)


class Word(models.Model):
    """A word of the pages of a language as it is written, in lower case, with the lemma under which it is
    looked for: «care» is one word in Italian and another in English."""

    language = models.CharField(max_length=5, default=ITALIAN)
    text = models.CharField(max_length=LONGEST_WORD)
    stem = models.CharField(max_length=LONGEST_WORD, db_index=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "language"], name="search_word_once_in_a_language")
        ]

    def __str__(self) -> str:
        return self.text


class PageWord(models.Model):
    """A word in a page, or in a document that the page leads to."""

    page = models.ForeignKey(IndexedPage, on_delete=models.CASCADE, related_name="words")
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="places", db_index=False)
    document = models.ForeignKey(DocumentText, on_delete=models.CASCADE, null=True, related_name="+")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["word", "page", "weight"], name="search_word_in_page")]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.page_id}"
