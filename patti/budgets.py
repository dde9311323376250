"""The most SQL queries that a page of each type may cost an anonymous reader, caches cold."""

QUERY_BUDGETS = {"patti.PattoPage": 15}
