"""The words of English, for what is said in English pages; `portal.italian` has those of the portal's own."""
