"""Calls and events used again: as a copy, from the shelf of models, from a file of another portal."""
