"""How a call ended, as a table of codes for its page."""
