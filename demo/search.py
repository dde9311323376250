"""The search page of the demonstration."""

from demo.building.pages import publish, site_root
from search.models import SearchPage


def load() -> None:
    publish(site_root(), SearchPage, "cerca", "Cerca", abstract="Cerca tra le pagine del portale.")
