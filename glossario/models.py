from glossario.pages import GlossaryIndexPage, GlossaryTermPage, RelatedTerm, TermChange

__all__ = ["GlossaryIndexPage", "GlossaryTermPage", "RelatedTerm", "TermChange"]
