"""Demo content of the territory: municipalities, seven zones, a community house, two Carte and four paths."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from demo.building.blocks import html, stream
from demo.building.images import image
from demo.building.pages import publish, site_root
from demo.territori import houses, resources
from demo.territori.paths import ORGANISATIONS, PATHS, PathText, listening_point
from demo.territori.resources import RESOURCES, ResourceText
from demo.territori.zones import INDEX_ABSTRACT, INDEX_BODY, ZONES, ZoneText
from territori.models import (
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
    load_house(territories[houses.ZONE])
    for resource in RESOURCES:
        load_resource(territories[resource.zone], resource)
    for name in ORGANISATIONS:
        Organisation.objects.get_or_create(name=name)
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
    )


def load_house(territory: TerritoryPage) -> None:
    publish(
        territory,
        CommunityHousePage,
        houses.SLUG,
        houses.TITLE,
        abstract=houses.ABSTRACT,
        image=image(houses.IMAGE),
        municipalities=list(Municipality.objects.filter(zone=territory.zone, name__in=houses.MUNICIPALITIES)),
        opening_state=CommunityHousePage.OpeningState.PLANNED,
        opening_note=houses.OPENING_NOTE,
        body=stream(*houses.BODY),
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
        phases=[Phase(**values, sort_order=place) for place, values in enumerate(content.phases)],
        body=stream(*content.body),
        results=stream(*content.results),
    )
