"""The search page, and the tables of what it finds."""

from search.index.models import DocumentText, IndexedPage, PageWord, Word
from search.page import SearchPage
from search.promoted import PromotedResult
from search.unanswered.models import UnansweredSearch

__all__ = [
    "DocumentText",
    "IndexedPage",
    "PageWord",
    "PromotedResult",
    "SearchPage",
    "UnansweredSearch",
    "Word",
]
