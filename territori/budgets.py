"""The most SQL queries that a page of each type may cost an anonymous reader, caches cold."""

QUERY_BUDGETS = {
    "territori.TerritoryIndexPage": 15,
    "territori.TerritoryPage": 15,
    "territori.CommunityHousePage": 15,
    "territori.PathPage": 15,
    "territori.ResourceIndexPage": 15,
    "territori.ResourcePage": 15,
}
