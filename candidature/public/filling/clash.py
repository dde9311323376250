"""What two tabs wrote differently, as the page shows it (`templates/candidature/public/_clashes.html`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clash:
    """A question that two tabs answered differently: its label, this page's text, and the one kept."""

    label: str
    here: str
    there: str
