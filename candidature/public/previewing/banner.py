"""What stands above every page that only tries or shows something; the request carries it to templates."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from candidature.public.previewing.whole_form import WHOLE_FORM

# In the address of a page shown by a link: the form instead of the page.
FORM = "modulo"


@dataclass(frozen=True)
class TrialBanner:
    """That nothing is sent, and the button that closes the trial."""

    close: str

    template = "candidature/public/_trial_banner.html"


@dataclass(frozen=True)
class LinkBanner:
    """That it is a draft, until when it is shown, and what else can be looked at.

    Attributes:
        address: of the page; its form is shown at `form`.
    """

    until: datetime
    address: str
    shows_form: bool

    template = "candidature/public/_link_banner.html"

    @property
    def form(self) -> str:
        return f"{self.address}?vista={FORM}"


def of_trial(request: HttpRequest, token: str) -> None:
    request.banner = TrialBanner(reverse("candidature:trial_close", args=[token]))  # type: ignore[attr-defined]


def of_link(request: HttpRequest, token: str, until: datetime) -> str:
    """Puts it over the page; returns the name of what is to be shown."""
    shows_form = request.GET.get("vista") == FORM
    address = reverse("candidature:preview", args=[token])
    request.banner = LinkBanner(until, address, shows_form)  # type: ignore[attr-defined]
    return WHOLE_FORM.name if shows_form else ""
