"""Public pages ask for opinions and show none."""

from portal.page_cache.declared import Unseen

PUBLIC = [
    Unseen(
        ("riscontri.PageRating", "riscontri.ProblemReport"),
        "What visitors tell of the site is read by the staff alone.",
    ),
]
