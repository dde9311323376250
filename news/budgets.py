"""The most SQL queries that a page of each type may cost an anonymous reader, caches cold."""

QUERY_BUDGETS = {
    "news.ExperienceIndexPage": 15,
    "news.ExperiencePage": 15,
    "news.GuidelineIndexPage": 15,
    "news.GuidelinePage": 15,
    "news.NewsIndexPage": 15,
    "news.NewsPage": 15,
}
