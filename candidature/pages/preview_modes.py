"""Ways to look at a page that is being written, beside the page itself: what draws one announces it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Wagtail's name of the first mode, in which the page is shown as it is read.
PAGE = ""

PageT = TypeVar("PageT")


@dataclass(frozen=True)
class Preview(Generic[PageT]):
    """One way to look at it.

    Attributes:
        name: in the address.
        show: the page, which may never have been saved, and may lack anything that can be lacking.
    """

    name: str
    label: str | Promise
    show: Callable[[HttpRequest, PageT], HttpResponse]


class Previews(Generic[PageT]):
    """The ways there are for one class of pages."""

    def __init__(self) -> None:
        self._by_name: dict[str, Preview[PageT]] = {}

    def register(self, preview: Preview[PageT]) -> None:
        self._by_name[preview.name] = preview

    def named(self, name: str) -> Preview[PageT] | None:
        """The one of this name; None for the page itself, and for a name that nothing has."""
        return self._by_name.get(name)

    def modes(self) -> list[tuple[str, str | Promise]]:
        """Name and label of each, the page itself first."""
        return [(PAGE, _("Pagina")), *((one.name, one.label) for one in self._by_name.values())]
