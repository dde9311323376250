"""Every page may show a term, so a change of one draws all of them anew."""

from portal.page_cache.declared import Shown

PUBLIC = [
    Shown(
        (
            "glossario.GlossaryIndexPage",
            "glossario.GlossaryTermPage",
            "glossario.RelatedTerm",
            "glossario.TermChange",
        )
    )
]
