"""Trying a form before anybody can answer it, and showing a draft of its page to colleagues by a link."""
