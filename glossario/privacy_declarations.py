"""No personal data here; a new model says so too, or says what it holds."""

from portal.privacy import Free

FREE = [
    Free(
        (
            "glossario.GlossaryIndexPage",
            "glossario.GlossaryTermPage",
            "glossario.RelatedTerm",
            "glossario.TermChange",
        ),
        "Published content.",
    )
]
