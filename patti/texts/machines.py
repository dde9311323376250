"""What a patto is, in the words of schema.org."""

from typing import Any

from portal.machines.structured import moment


def document(page: Any, address: str) -> dict[str, Any]:
    """A `DigitalDocument` with whoever promotes it.

    Args:
        page: of the patto.
        address: its whole address.
    """
    return {
        "@type": "DigitalDocument",
        "name": page.title,
        "description": page.get_meta_description(),
        "url": address,
        "datePublished": moment(page.first_published_at),
        "dateModified": moment(page.last_published_at),
        "author": {"@type": "Organization", "name": page.promoter} if page.promoter else "",
    }
