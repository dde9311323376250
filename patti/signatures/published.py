"""Whether everybody may read a patto; where not, nobody signs, and only the title that was signed is said."""

from typing import Any


def is_published(page: Any) -> bool:
    """Whether a patto is on the site and neither it nor a page above it is restricted (a query)."""
    found: bool = type(page)._default_manager.published().filter(pk=page.pk).exists()
    return found
