"""Zones and municipalities for tests; all invented."""

import factory

from territori.models import Municipality, Zone


class ZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Zone

    name = factory.Sequence(lambda n: f"Zona {n}")
    slug = factory.Sequence(lambda n: f"zona-{n}")


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Comune {n}")
    province = "FI"
    cadastral_code = factory.Sequence(lambda n: f"X{n:03d}")
    zone = factory.SubFactory(ZoneFactory)
