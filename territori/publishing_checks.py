"""What is looked at before the page of a zone, a Casa della Comunità or a resource is published."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.editorial.findings import Check, Occasion, Remark, Severity
from territori.pages.houses import CommunityHousePage
from territori.pages.territories import TerritoryPage
from territori.resources.located import Located
from territori.resources.pages import ResourcePage, zone_above


def no_asl(zone: TerritoryPage, _occasion: Occasion) -> Iterator[Remark]:
    if not zone.asl.strip():
        yield Remark(_("Manca l’azienda sanitaria della zona."), "asl")


def no_committee(zone: TerritoryPage, _occasion: Occasion) -> Iterator[Remark]:
    if not strip_tags(zone.committee or "").strip() and not zone.original.committee_members.all():
        yield Remark(
            _("Non si dice nulla del Comitato di Partecipazione: chi vuole farne parte non sa dove andare."),
            "committee",
        )


def committee_over(zone: TerritoryPage, occasion: Occasion) -> Iterator[Remark]:
    members = zone.committee_members.all()
    day = timezone.localdate(occasion.at)
    if members and all(member.is_over_at(day) for member in members):
        yield Remark(
            _("Il mandato di tutto il Comitato è finito: scrivi chi ne fa parte ora."), "committee_members"
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


def no_way_there(house: CommunityHousePage, _occasion: Occasion) -> Iterator[Remark]:
    if house.address.strip() and not house.directions.strip():
        yield Remark(_("C’è l’indirizzo, ma non come arrivare: fermate, parcheggi, ingresso."), "directions")


def no_entrance(house: CommunityHousePage, _occasion: Occasion) -> Iterator[Remark]:
    if house.address.strip() and not house.entrance:
        yield Remark(_("Non si dice se chi si muove in carrozzina può entrare."), "entrance")


def no_hours(resource: ResourcePage, _occasion: Occasion) -> Iterator[Remark]:
    if not resource.hours.all() and not resource.hours_note.strip():
        yield Remark(
            _("Mancano gli orari: aggiungine almeno uno, o scrivi nella nota come si prende appuntamento."),
            "hours",
        )


def no_way_to_ask(resource: ResourcePage, _occasion: Occasion) -> Iterator[Remark]:
    if not any((resource.phone.strip(), resource.email, resource.website)):
        yield Remark(
            _("Mancano i contatti: scrivi almeno un telefono, una email o un sito a cui chiedere."), "phone"
        )


def no_audience(resource: ResourcePage, _occasion: Occasion) -> Iterator[Remark]:
    if not resource.for_whom_in_words():
        yield Remark(
            _("Non si dice per chi è: chi filtra l’elenco la trova come se fosse per tutti."), "for_whom"
        )


def unchecked(resource: ResourcePage, occasion: Occasion) -> Iterator[Remark]:
    day = timezone.localdate(occasion.at)
    if resource.checked_on is not None and resource.checked_on > day:
        yield Remark(_("Il giorno dell’ultima verifica non è ancora venuto."), "checked_on")
    elif resource.is_unchecked_at(day):
        yield Remark(
            _("Da più di un anno nessuno ha verificato queste informazioni: controllale e scrivi il giorno."),
            "checked_on",
        )


def half_a_place(place: Located, _occasion: Occasion) -> Iterator[Remark]:
    if (place.latitude is None) != (place.longitude is None):
        missing = "latitude" if place.latitude is None else "longitude"
        yield Remark(_("Latitudine e longitudine vanno scritte tutte e due, o nessuna."), missing)


def foreign_municipality(resource: ResourcePage, _occasion: Occasion) -> Iterator[Remark]:
    """One that has moved to another zone, or of a page that was moved to another Carta."""
    zone = zone_above(resource.get_parent())
    if resource.municipality is not None and zone is not None and resource.municipality.zone_id != zone:
        yield Remark(
            _("Il comune scelto non è della zona di questa Carta: scegline uno della zona."), "municipality"
        )


CHECKS = [
    Check("no_asl", Severity.WARNING, TerritoryPage, no_asl),
    Check("no_committee", Severity.WARNING, TerritoryPage, no_committee),
    Check("committee_over", Severity.WARNING, TerritoryPage, committee_over),
    Check("no_municipalities", Severity.WARNING, TerritoryPage, no_municipalities),
    Check("no_contacts", Severity.WARNING, TerritoryPage, no_contacts),
    Check("no_address", Severity.WARNING, CommunityHousePage, no_address),
    Check("no_way_there", Severity.WARNING, CommunityHousePage, no_way_there),
    Check("no_entrance", Severity.WARNING, CommunityHousePage, no_entrance),
    Check("half_a_place", Severity.ERROR, CommunityHousePage, half_a_place),
    Check("no_contacts", Severity.WARNING, CommunityHousePage, no_contacts),
    Check("no_hours", Severity.WARNING, ResourcePage, no_hours),
    Check("no_way_to_ask", Severity.WARNING, ResourcePage, no_way_to_ask),
    Check("no_audience", Severity.WARNING, ResourcePage, no_audience),
    Check("unchecked", Severity.WARNING, ResourcePage, unchecked),
    Check("half_a_place", Severity.ERROR, ResourcePage, half_a_place),
    Check("foreign_municipality", Severity.WARNING, ResourcePage, foreign_municipality),
]
