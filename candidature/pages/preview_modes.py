"""Ways to look at a page that is being written, beside the page itself: what draws one announces it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from candidature.pages.participation import ParticipationPage

# Wagtail's name of the first mode, in which the page is shown as it is read.
PAGE = ""


@dataclass(frozen=True)
class Preview:
    """One way to look at it.

    Attributes:
        name: in the address.
        show: the page, which may never have been saved, and may lack anything that can be lacking.
    """

    name: str
    label: str | Promise
    show: "Callable[[HttpRequest, ParticipationPage], HttpResponse]"


_PREVIEWS: dict[str, Preview] = {}


def register(preview: Preview) -> None:
    _PREVIEWS[preview.name] = preview


def named(name: str) -> Preview | None:
    """The one of this name; None for the page itself, and for a name that nothing has."""
    return _PREVIEWS.get(name)


def modes() -> list[tuple[str, str | Promise]]:
    """Name and label of each, the page itself first."""
    return [(PAGE, _("Pagina")), *((one.name, one.label) for one in _PREVIEWS.values())]
