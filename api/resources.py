"""The lists that programs read: which pages are in each, and how a page becomes a shape.

Every list costs the same queries whatever it holds, and only what everybody may read is in one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Prefetch, Value
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, get_page_models

from api import asking
from api.asking import Question
from api.shapes import (
    AnyPage,
    Call,
    CommunityHouse,
    Event,
    Linked,
    Listing,
    Municipality,
    Resource,
    Territory,
)
from candidature.pages import listing
from candidature.pages.calls import CallPage
from candidature.pages.participation import ParticipationPage
from candidature.pages.standings import standing_of, with_facts
from candidature.pages.window import AdmittedFrom
from eventi.pages import EventPage
from portal.pages.base import BasePage
from portal.pages.translations import same_as
from portal.pages.visibility import published
from territori.models import CommunityHousePage, TerritoryPage, Zone
from territori.pages.territories import with_zone_numbers
from territori.resources.kinds import Entrance

Rows = Any


@dataclass(frozen=True)
class Source:
    """One list.

    Attributes:
        name: as it stands in the address.
        about: what it holds, in Italian, for its description.
        shape: of each entry; `listing` that of a part of the list.
        parameters: by what it may be narrowed.
        rows: its pages in their order.
        shapes: makes shapes of some of them.
    """

    name: str
    about: str
    shape: type[Resource]
    listing: Any
    parameters: tuple[str, ...]
    rows: Callable[[Question], Rows]
    shapes: Callable[[Iterable[Any], HttpRequest], list[Any]]


def kinds() -> Mapping[str, type[BasePage]]:
    """The kinds of pages of this portal, by the names of their models."""
    return {model._meta.model_name or "": model for model in get_page_models() if issubclass(model, BasePage)}


def _narrowed(pages: Rows, question: Question) -> Rows:
    """An alias is the page that it repeats, which is there already."""
    found = published(pages).filter(alias_of=None)
    if question.only is not None:
        found = found.filter(pk=question.only)
    if question.language:
        found = found.filter(locale__language_code=question.language)
    if question.since:
        found = found.filter(last_published_at__gte=question.since)
    return found


def _of_every_kind(question: Question) -> Rows:
    """Pages of this portal, by what all kinds have in common; the rest is read of those of a part alone."""
    asked = [model for name, model in kinds().items() if question.kind in ("", name)]
    types = ContentType.objects.get_for_models(*asked).values()
    pages = Page.objects.filter(content_type__in=[one.pk for one in types])
    return _narrowed(pages, question).order_by("pk").values("pk", "content_type_id")


def _in_one_query(rows: Iterable[Mapping[str, Any]]) -> Rows:
    """What cards show of these pages: each kind has its summary in a table of its own."""
    columns = (
        "pk",
        "title",
        "url_path",
        "abstract",
        "first_published_at",
        "last_published_at",
        "language",
        "page_type",
    )
    numbers: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        numbers[row["content_type_id"]].append(row["pk"])
    models = kinds()
    types = ContentType.objects.get_for_models(*models.values())
    parts = [
        model._default_manager.filter(pk__in=numbers[types[model].pk])
        .order_by()
        .annotate(language=F("locale__language_code"), page_type=Value(name, output_field=CharField()))
        .values(*columns)
        for name, model in models.items()
        if types[model].pk in numbers
    ]
    return parts[0].union(*parts[1:], all=True).order_by("pk") if parts else ()


def _any_pages(rows: Iterable[Mapping[str, Any]], request: HttpRequest) -> list[AnyPage]:
    models = kinds()
    return [
        AnyPage(
            id=row["pk"],
            language=row["language"],
            title=row["title"],
            description=row["abstract"],
            url=_address(Page(pk=row["pk"], url_path=row["url_path"]), request),
            published_at=_local(row["first_published_at"]),
            changed_at=_local(row["last_published_at"]),
            kind=row["page_type"],
            kind_label=str(models[row["page_type"]]._meta.verbose_name),
        )
        for row in _in_one_query(rows)
    ]


def _answerable(model: type[ParticipationPage]) -> Callable[[Question], Rows]:
    def rows(question: Question) -> Rows:
        pages = _narrowed(model.objects.all(), question)
        if question.zone is not None:
            pages = pages.filter(territories__in=same_as(question.zone))
        if question.state is not None:
            pages = pages.filter(pk__in=_in_state(question.state, question.language, model))
        territories = published(TerritoryPage.objects.defer_streamfields().order_by("title"))
        return (
            with_facts(pages.defer_streamfields())
            .select_related("locale")
            .prefetch_related(Prefetch("territories", territories, to_attr="public_territories"))
            .order_by("pk")
        )

    return rows


def _in_state(state: listing.State, language: str, model: type[ParticipationPage]) -> list[int]:
    """The pages of a kind in one list of “Partecipa”, which each language has for itself."""
    now = timezone.now()
    languages = [language] if language else [code for code, _name in settings.LANGUAGES]
    found = [row for one in languages for row in listing.rows(now, one)[state]]
    return [pk for pk, kind in found if kind == model.kind]


def _admitted_zones(
    model: type[ParticipationPage], pages: Iterable[ParticipationPage]
) -> Mapping[int, list[str]]:
    """The names of the zones from which alone people may come, by original; two queries at most."""
    found: dict[int, set[str]] = defaultdict(set)
    of = model._meta.model_name
    for where, field, name in (
        (AdmittedFrom.CHOSEN, "admitted_zones", "zone__name"),
        (AdmittedFrom.ITS_TERRITORIES, "territories", "territorypage__zone__name"),
    ):
        limited = {page.answered_id for page in pages if page.admits_from == where}
        if limited:
            rows = getattr(model, field).through.objects.filter(**{f"{of}__in": limited})
            for number, zone in rows.exclude(**{name: None}).values_list(of, name):
                found[number].add(zone)
    return {number: sorted(zones) for number, zones in found.items()}


def _of_answerable(
    page: ParticipationPage,
    request: HttpRequest,
    paths: Mapping[int, Page],
    zones: Mapping[int, list[str]],
) -> dict[str, Any]:
    standing = standing_of(page)
    return {
        **_of_page(page, request),
        "state": standing.reason,
        "state_label": standing.label,
        "opens_at": _local(page.opens_at),
        "closes_at": _local(page.closes_at),
        "admits": page.allowed_applicants,
        "admits_from": page.admits_from,
        "admitted_zones": zones.get(page.answered_id, []),
        "territories": [_linked(one, request) for one in page.public_territories],
        "path": _linked(paths[page.path_page_id], request) if page.path_page_id in paths else None,
        "contact_email": page.contact_email,
        "contact_phone": page.contact_phone,
    }


def _public_paths(pages: Iterable[ParticipationPage]) -> Mapping[int, Page]:
    """Those that everybody may read, by number."""
    named = {page.path_page_id for page in pages if page.path_page_id}
    return published(Page.objects.all()).in_bulk(named) if named else {}


def _calls(pages: Iterable[CallPage], request: HttpRequest) -> list[Call]:
    found = list(pages)
    paths, zones = _public_paths(found), _admitted_zones(CallPage, found)
    return [
        Call(
            **_of_answerable(page, request, paths, zones),
            call_type=CallPage.CallType(page.call_type),
            most_applications=page.most_submissions,
            places_left=None if page.fact_room is None else max(0, page.fact_room),
        )
        for page in found
    ]


def _events(pages: Iterable[EventPage], request: HttpRequest) -> list[Event]:
    found = list(pages)
    paths, zones = _public_paths(found), _admitted_zones(EventPage, found)
    return [
        Event(
            **_of_answerable(page, request, paths, zones),
            event_type=EventPage.EventType(page.event_type),
            starts_at=_local(page.starts_at),
            ends_at=_local(page.ends_at),
            mode=EventPage.Mode(page.mode),
            place=page.place if page.is_in_a_place else "",
            address=page.address if page.is_in_a_place else "",
            costs=page.costs,
            capacity=page.capacity,
            places_left=None if page.fact_room is None else max(0, page.fact_room),
            cancelled=page.cancelled,
        )
        for page in found
    ]


def _of_territories(question: Question) -> Rows:
    pages = _narrowed(TerritoryPage.objects.all(), question)
    if question.zone is not None:
        pages = pages.filter(pk=question.zone)
    return (
        with_zone_numbers(pages)
        .select_related("locale", "zone")
        .prefetch_related("zone__municipalities")
        .defer_streamfields()
        .order_by("pk")
    )


def _territories(pages: Iterable[TerritoryPage], request: HttpRequest) -> list[Territory]:
    found = list(pages)
    houses = _houses_below(found)
    zones = _zones_told(found)
    return [
        Territory(
            **_of_page(page, request),
            zone=zones[page.pk].name if page.pk in zones else "",
            zone_code=zones[page.pk].slug if page.pk in zones else "",
            asl=page.asl,
            sds=page.sds,
            municipalities=[
                Municipality(name=one.name, province=one.province, cadastral_code=one.cadastral_code)
                for one in (zones[page.pk].municipalities.all() if page.pk in zones else ())
            ],
            community_houses=[
                CommunityHouse(
                    id=one.pk,
                    title=one.title,
                    url=_address(one, request),
                    address=one.address,
                    latitude=one.latitude,
                    longitude=one.longitude,
                    directions=one.directions,
                    entrance=Entrance(one.entrance) if one.entrance else None,
                    how_to_get_in=one.how_to_get_in,
                    opening_state=(
                        CommunityHousePage.OpeningState(one.opening_state) if one.opening_state else None
                    ),
                )
                for one in houses[page.path]
            ],
        )
        for page in found
    ]


def _zones_told(pages: Iterable[Any]) -> Mapping[int, Zone]:
    """The zone of each page; of a translation that of what it translates, in two more queries."""
    told = {page.pk: page.zone for page in pages if page.zone}
    others = {page.pk: page.zone_number for page in pages if not page.zone and page.zone_number}
    if others:
        read = Zone.objects.prefetch_related("municipalities").in_bulk(set(others.values()))
        told |= {pk: read[zone] for pk, zone in others.items()}
    return told


def _houses_below(pages: Iterable[TerritoryPage]) -> Mapping[str, list[CommunityHousePage]]:
    """The public houses by the way of the page that they stand below, in one query."""
    wanted = {page.path for page in pages}
    below: dict[str, list[CommunityHousePage]] = defaultdict(list)
    if wanted:
        for house in published(CommunityHousePage.objects.defer_streamfields().order_by("title")):
            above = house.path[: -house.steplen]
            if above in wanted:
                below[above].append(house)
    return below


def _of_page(page: BasePage, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": page.pk,
        "language": page.locale.language_code,
        "title": page.title,
        "description": page.abstract,
        "url": _address(page, request),
        "published_at": _local(page.first_published_at),
        "changed_at": _local(page.last_published_at),
    }


def _linked(page: Page, request: HttpRequest) -> Linked:
    return Linked(id=page.pk, title=page.title, url=_address(page, request))


def _address(page: Page, request: HttpRequest) -> str:
    return str(page.get_full_url(request) or "")


def _local(at: datetime | None) -> datetime | None:
    """The same moment as a clock of the portal shows it, to the second."""
    return timezone.localtime(at).replace(microsecond=0) if at else None


_ANSWERABLE = (*asking.COMMON, asking.ZONE, asking.STATE)
SOURCES: Mapping[str, Source] = {
    source.name: source
    for source in (
        Source(
            "pagine",
            "Tutte le pagine pubbliche.",
            AnyPage,
            Listing[AnyPage],
            (*asking.COMMON, asking.KIND),
            _of_every_kind,
            _any_pages,
        ),
        Source("avvisi", "Gli avvisi.", Call, Listing[Call], _ANSWERABLE, _answerable(CallPage), _calls),
        Source("eventi", "Gli eventi.", Event, Listing[Event], _ANSWERABLE, _answerable(EventPage), _events),
        Source(
            "territori",
            "Le zone-distretto con i comuni e le Case della Comunità.",
            Territory,
            Listing[Territory],
            (*asking.COMMON, asking.ZONE),
            _of_territories,
            _territories,
        ),
    )
}
