"""Where a submission comes from and which zone it concerns, as they are kept when it is sent."""

from typing import Any

import pytest

from candidature.models import Submission
from candidature.pages.participation import ParticipationPage
from tests.candidature.factories import CallPageFactory, submitted
from tests.territori.factories import MunicipalityFactory, TerritoryPageFactory

pytestmark = pytest.mark.django_db


def kept(page: ParticipationPage, municipality: Any) -> Any:
    row = submitted(page, municipality_id=municipality.pk if municipality else None)
    return Submission.objects.get(pk=row.pk)


def test_the_municipality_of_the_applicant_is_kept() -> None:
    municipality = MunicipalityFactory.create()

    assert kept(CallPageFactory.create(), municipality).municipality == municipality


def test_the_single_territory_of_the_page_decides_the_zone() -> None:
    territory = TerritoryPageFactory.create()
    page = CallPageFactory.create()
    page.territories.set([territory])
    page.save()

    elsewhere = kept(page, MunicipalityFactory.create())

    assert elsewhere.zone == territory.zone
    assert kept(page, None).zone == territory.zone


@pytest.mark.parametrize("territories", [0, 2])
def test_where_the_page_has_none_or_several_the_municipality_decides(territories: int) -> None:
    page = CallPageFactory.create()
    page.territories.set([TerritoryPageFactory.create() for _number in range(territories)])
    page.save()
    municipality = MunicipalityFactory.create()

    assert kept(page, municipality).zone == municipality.zone
    assert kept(page, None).zone is None


def test_a_municipality_whose_zone_nobody_knows_leaves_the_zone_empty() -> None:
    assert kept(CallPageFactory.create(), MunicipalityFactory.create(zone=None)).zone is None
