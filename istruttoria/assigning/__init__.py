"""Sharing out what nobody has yet among those who review."""
