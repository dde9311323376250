"""What is looked at before the page of a zone, of or of a Casa della Comunità is published."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.editorial.findings import Check, Occasion, Remark, Severity
from territori.pages.houses import CommunityHousePage
from territori.pages.territories import TerritoryPage


def no_asl(zone: TerritoryPage, _occasion: Occasion) -> Iterator[Remark]:
    if not zone.asl.strip():
        yield Remark(_("Manca l’azienda sanitaria della zona."), "asl")


def no_committee(zone: TerritoryPage, _occasion: Occasion) -> Iterator[Remark]:
    if not strip_tags(zone.committee or "").strip():
        yield Remark(
            _("Non si dice nulla del Comitato di Partecipazione: chi vuole farne parte non sa dove andare."),
            "committee",
        )


def no_municipalities(zone: TerritoryPage, _occasion: Occasion) -> Iterator[Remark]:
    if zone.zone_id and not zone.municipalities().exists():
        yield Remark(_("La zona scelta non ha comuni: l’elenco nella pagina resterebbe vuoto."), "zone")


def no_contacts(page: Any, _occasion: Occasion) -> Iterator[Remark]:
    """Of a zone or a house: nobody to write to or call."""
    if not any(block.value.is_complete for block in page.contacts or []):
        yield Remark(
            _("Mancano i contatti: scrivi almeno un indirizzo, un telefono o una email."), "contacts"
        )


def no_address(house: CommunityHousePage, _occasion: Occasion) -> Iterator[Remark]:
    if not house.address.strip():
        yield Remark(_("Manca l’indirizzo della Casa della Comunità."), "address")


CHECKS = [
    Check("no_asl", Severity.WARNING, TerritoryPage, no_asl),
    Check("no_committee", Severity.WARNING, TerritoryPage, no_committee),
    Check("no_municipalities", Severity.WARNING, TerritoryPage, no_municipalities),
    Check("no_contacts", Severity.WARNING, TerritoryPage, no_contacts),
    Check("no_address", Severity.WARNING, CommunityHousePage, no_address),
    Check("no_contacts", Severity.WARNING, CommunityHousePage, no_contacts),
]
