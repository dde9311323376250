"""Starts the portal on one machine. Only the standard library: it runs before anything is installed."""
