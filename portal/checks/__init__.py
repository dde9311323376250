"""The project's own rules, as Django system checks: `manage.py check` fails where one is broken."""

from portal.checks import budgets, letters, owners, personal_data, printed_blocks, public_content

__all__ = ["budgets", "letters", "owners", "personal_data", "printed_blocks", "public_content"]
