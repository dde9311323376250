"""Zones, municipalities and their pages for tests; all invented."""

import factory

from territori.models import (
    CommunityHousePage,
    Municipality,
    Organisation,
    PathPage,
    ResourceIndexPage,
    ResourcePage,
    TerritoryIndexPage,
    TerritoryPage,
    Zone,
)
from territori.resources.kinds import ResourceKind
from tests.page_factory import PageFactory


class ZoneFactory(factory.django.DjangoModelFactory[Zone]):
    class Meta:
        model = Zone

    name = factory.Sequence(lambda n: f"Zona {n}")
    slug = factory.Sequence(lambda n: f"zona-{n}")


class MunicipalityFactory(factory.django.DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Comune {n}")
    province = "FI"
    cadastral_code = factory.Sequence(lambda n: f"X{n:03d}")
    zone = factory.SubFactory(ZoneFactory)


class TerritoryIndexPageFactory(PageFactory):
    class Meta:
        model = TerritoryIndexPage

    title = "Territori"


class TerritoryPageFactory(PageFactory):
    class Meta:
        model = TerritoryPage

    title = factory.Sequence(lambda n: f"Territorio {n}")
    zone = factory.SubFactory(ZoneFactory)


class CommunityHousePageFactory(PageFactory):
    class Meta:
        model = CommunityHousePage

    title = factory.Sequence(lambda n: f"Casa della Comunità {n}")


class PathPageFactory(PageFactory):
    class Meta:
        model = PathPage

    title = factory.Sequence(lambda n: f"Percorso {n}")


class ResourceIndexPageFactory(PageFactory):
    class Meta:
        model = ResourceIndexPage

    title = factory.Sequence(lambda n: f"Carta delle risorse e dei servizi {n}")


class ResourcePageFactory(PageFactory):
    class Meta:
        model = ResourcePage

    title = factory.Sequence(lambda n: f"Risorsa {n}")
    kind = ResourceKind.SOCIAL


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Soggetto {n}")
