"""Public pages show this app's page, and not what a search finds: that is drawn each time."""

from portal.page_cache.declared import Shown, Unseen

PUBLIC = [
    Shown(("search.SearchPage",)),
    Unseen(
        (
            "search.DocumentText",
            "search.DocumentText_pages",
            "search.IndexedPage",
            "search.PageWord",
            "search.PromotedResult",
            "search.UnansweredSearch",
            "search.Word",
        ),
        "What a search finds is never answered from memory.",
    ),
]
