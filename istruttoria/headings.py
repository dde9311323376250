"""Titles of creation pages in our own words: Wagtail's «Nuovo: …» knows no feminine."""

from typing import Any


class OwnHeadingMixin:
    """Shows `page_title` wherever a creation page names itself. Comes before Wagtail's view."""

    page_title: Any

    def get_page_subtitle(self) -> str:
        return str(self.page_title)

    def get_header_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        inherited: list[dict[str, Any]] = super().get_breadcrumbs_items()  # type: ignore[misc]
        return [*inherited[:-1], {"url": "", "label": str(self.page_title)}]
