"""Where a submission comes from and which zone it concerns, as they are kept when it is sent."""

import pytest

from candidature.models import Submission
from tests.candidature.factories import CallPageFactory, submitted
from tests.territori.factories import MunicipalityFactory, TerritoryPageFactory

pytestmark = pytest.mark.django_db


def kept(page, municipality):
    row = submitted(page, municipality_id=municipality.pk if municipality else None)
    return Submission.objects.get(pk=row.pk)


def test_the_municipality_of_the_applicant_is_kept():
    municipality = MunicipalityFactory()

    assert kept(CallPageFactory(), municipality).municipality == municipality


def test_the_single_territory_of_the_page_decides_the_zone():
    territory = TerritoryPageFactory()
    page = CallPageFactory()
    page.territories.set([territory])
    page.save()

    elsewhere = kept(page, MunicipalityFactory())

    assert elsewhere.zone == territory.zone
    assert kept(page, None).zone == territory.zone


@pytest.mark.parametrize("territories", [0, 2])
def test_where_the_page_has_none_or_several_the_municipality_decides(territories):
    page = CallPageFactory()
    page.territories.set([TerritoryPageFactory() for _number in range(territories)])
    page.save()
    municipality = MunicipalityFactory()

    assert kept(page, municipality).zone == municipality.zone
    assert kept(page, None).zone is None


def test_a_municipality_whose_zone_nobody_knows_leaves_the_zone_empty():
    assert kept(CallPageFactory(), MunicipalityFactory(zone=None)).zone is None
