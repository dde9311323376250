"""Calls, events and invented applications of the demonstration."""
