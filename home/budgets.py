"""The most SQL queries that a page of each type may cost an anonymous reader, caches cold."""

QUERY_BUDGETS = {
    "home.HomePage": 15,
    "home.SitemapPage": 15,
    "home.StandardPage": 15,
}
