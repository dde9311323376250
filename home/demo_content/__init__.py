"""Texts of the home page and of the ordinary pages: programme, questions, contacts, legal notes."""
