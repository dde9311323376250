"""The most SQL queries that a page of each type may cost an anonymous reader, caches cold."""

QUERY_BUDGETS = {
    "glossario.GlossaryIndexPage": 15,
    "glossario.GlossaryTermPage": 15,
}
