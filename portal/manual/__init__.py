"""The manual of `docs/manuale`, read inside the admin."""
