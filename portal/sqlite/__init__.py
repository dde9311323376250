"""Django's backend for SQLite, with a line for those who want to write."""
