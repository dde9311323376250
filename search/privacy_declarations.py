"""No personal data here; a new model says so too, or says what it holds."""

from portal.privacy import Free

FREE = [
    Free(
        ("search.SearchPage", "search.PromotedResult"),
        "Published content.",
    ),
    Free(
        ("search.IndexedPage", "search.DocumentText", "search.Word", "search.PageWord"),
        "The words of published pages and documents; they go with them.",
    ),
    Free(
        ("search.UnansweredSearch",),
        "Words looked for in vain on three days at least, without digits and addresses, and nothing of who "
        "looked for them; before that a keyed digest. They go half a year later.",
    ),
]
