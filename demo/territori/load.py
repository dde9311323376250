"""Demo content of the territory: municipalities, seven zones, two houses, two Carte and four paths."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from demo.building.blocks import Block, html, stream
from demo.building.documents import document
from demo.building.images import image
from demo.building.pages import publish, site_root
from demo.territori import resources
from demo.territori.houses import HOUSES, HouseText
from demo.territori.paths import LOGOS, ORGANISATIONS, PATHS, PathText, listening_point
from demo.territori.resources import RESOURCES, ResourceText
from demo.territori.zones import INDEX_ABSTRACT, INDEX_BODY, ZONES, ZoneText
from territori.models import (
    CommitteeMember,
    CommunityHousePage,
    Municipality,
    OpeningHours,
    Organisation,
    PathPage,
    PathParticipant,
    Phase,
    ResourceIndexPage,
    ResourcePage,
    TerritoryIndexPage,
    TerritoryPage,
    Zone,
)


def load() -> None:
    if not Municipality.objects.exists():
        call_command("load_municipalities", verbosity=0)
    for name in ORGANISATIONS:
        logo = image(LOGOS[name]) if name in LOGOS else None
        Organisation.objects.get_or_create(name=name, defaults={"logo": logo})
    index = publish(
        site_root(),
        TerritoryIndexPage,
        "territori",
        "Territori",
        abstract=INDEX_ABSTRACT,
        image=image("colline"),
        body=stream(*INDEX_BODY),
        show_in_menus=True,
    )
    territories = {zone.slug: load_territory(index, zone) for zone in ZONES}
    for house in HOUSES:
        load_house(territories[house.zone], house)
    for resource in RESOURCES:
        load_resource(territories[resource.zone], resource)
    for path in (*PATHS, listening_point(timezone.localdate())):
        load_path(territories[path.zone], path)


def load_territory(index: Page, content: ZoneText) -> TerritoryPage:
    return publish(
        index,
        TerritoryPage,
        content.slug,
        content.zone,
        zone=Zone.objects.get(name=content.zone),
        sds=content.sds,
        abstract=content.abstract,
        image=image(content.image),
        body=stream(*content.body),
        committee=html(*content.committee),
        committee_members=[
            CommitteeMember(
                organisation=Organisation.objects.get(name=name),
                office=office,
                person=person,
                since=timezone.localdate() - timedelta(days=400),
                until=timezone.localdate() + timedelta(days=700),
                sort_order=place,
            )
            for place, (name, office, person) in enumerate(content.members)
        ],
        committee_contacts=contacts(content.committee_contacts),
        documents=_list_of(content.documents),
        show_in_menus=True,
    )


def load_house(territory: TerritoryPage, content: HouseText) -> None:
    publish(
        territory,
        CommunityHousePage,
        content.slug,
        content.title,
        abstract=content.abstract,
        image=image(content.image),
        municipalities=list(
            Municipality.objects.filter(zone=territory.zone, name__in=content.municipalities)
        ),
        services=stream(
            *(
                {"type": "service", "value": {"name": name, "description": description}}
                for name, description in content.services
            )
        ),
        body=stream(*content.body),
        contacts=contacts(content.contacts),
        **content.facts,
    )


def load_resource(territory: TerritoryPage, content: ResourceText) -> None:
    carta = publish(
        territory,
        ResourceIndexPage,
        resources.SLUG,
        resources.TITLE.format(zone=territory.title),
        abstract=resources.ABSTRACT,
    )
    latitude, longitude = content.place
    publish(
        carta,
        ResourcePage,
        content.slug,
        content.title,
        kind=content.kind,
        abstract=content.abstract,
        description=html(content.description, resources.INVENTED),
        for_whom=content.for_whom,
        for_whom_note=content.for_whom_note,
        municipality=Municipality.objects.filter(zone=territory.zone, name=content.municipality).first(),
        address=content.address,
        latitude=latitude,
        longitude=longitude,
        entrance=content.entrance,
        how_to_get_in=content.how_to_get_in,
        hours=[
            OpeningHours(days=days, opens=opens, closes=closes, sort_order=place)
            for place, (days, opens, closes) in enumerate(content.hours)
        ],
        hours_note=content.hours_note,
        closed_on_holidays=content.closed_on_holidays,
        phone=content.phone,
        email=content.email,
        cost=content.cost,
        cost_note=content.cost_note,
        checked_on=timezone.localdate() - timedelta(days=content.checked),
    )


def load_path(territory: TerritoryPage, content: PathText) -> None:
    publish(
        territory,
        PathPage,
        content.slug,
        content.title,
        abstract=content.abstract,
        image=image(content.image),
        goals=content.goals,
        territories=[territory],
        community_house=CommunityHousePage.objects.child_of(territory).filter(slug=content.house).first(),
        participants=[
            PathParticipant(organisation=Organisation.objects.get(name=name), role=role, sort_order=place)
            for place, (name, role) in enumerate(content.participants)
        ],
        phases=[
            Phase(
                **values,
                documents=stream(*map(_document, content.documents.get(values["title"], ()))),
                sort_order=place,
            )
            for place, values in enumerate(content.phases)
        ],
        body=stream(*content.body),
        expected_results=content.expected,
        results=stream(*content.results),
    )


def contacts(values: dict[str, str]) -> str:
    return stream({"type": "contacts", "value": values}) if values else stream()


def _list_of(documents: list[tuple[str, str, str]]) -> str:
    """One list of documents, without a title of its own; see `_document`."""
    chosen = [document(*named).pk for named in documents]
    return stream({"type": "documents", "value": {"title": "", "documents": chosen}}) if chosen else stream()


def _document(named: tuple[str, str, str]) -> Block:
    """By its title, the name of its file and what it says."""
    return {"type": "document", "value": document(*named).pk}
