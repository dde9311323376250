"""Figures about what came and how it was worked on, of one call or of all; never who applied."""
