"""The words of English, for the search of English pages; `portal.italian` has those of the portal's own."""
