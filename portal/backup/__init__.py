"""Keeping a copy of everything the portal knows, and putting it back: database, media, applicants' files."""
