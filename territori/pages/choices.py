"""Territories and paths as filters of lists offer them."""

from dataclasses import dataclass

from territori.pages.territories import TerritoryPage
from territori.paths.pages import PathPage


@dataclass(frozen=True)
class Choice:
    """A territory or a path, by the number of its page, which stands in the address."""

    pk: int
    title: str
    is_chosen: bool


def offered(model: type[TerritoryPage | PathPage], locale_id: int, asked: str) -> list[Choice]:
    """The published pages of a kind in a language by their titles; `asked` is what the address says."""
    pages = model.objects.published().filter(locale=locale_id).order_by("title").values_list("pk", "title")
    return [Choice(pk, title, str(pk) == asked) for pk, title in pages]
