"""No personal data here; a new model says so too, or says what it holds."""

from portal.privacy import Free

FREE = [
    Free(
        ("search.SearchPage",),
        "It keeps no query.",
    )
]
