"""The cards of the zones are drawn once for each edition of the site."""

import pytest
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from portal.models import PortalImage
from tests.home.factories import make_home
from tests.territori.factories import TerritoryIndexPageFactory, TerritoryPageFactory


@pytest.mark.usefixtures("committed_db")
def test_a_card_is_drawn_once_and_anew_as_soon_as_its_page_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = TerritoryIndexPageFactory.create(parent=make_home())
    zone = TerritoryPageFactory.create(parent=index, title="Zona di prova")
    drawn: list[object] = []

    def draw(*args: object) -> str:
        drawn.append(args)
        return ""

    def listed() -> str:
        return Client().get(index.url).content.decode()

    # The first visit of a site makes its settings, which are another edition.
    listed()
    assert "Zona di prova" in listed()
    with monkeypatch.context() as counting:
        counting.setattr("territori.pages.index.render_to_string", draw)
        assert "Zona di prova" in listed()
    assert drawn == []

    zone.title = "Zona che si chiama altrimenti"
    zone.save_revision().publish()

    assert "Zona che si chiama altrimenti" in listed()
    assert "Zona di prova" not in listed()


@pytest.mark.usefixtures("committed_db")
def test_a_picture_that_is_replaced_is_seen_on_its_card() -> None:
    index = TerritoryIndexPageFactory.create(parent=make_home())
    image = PortalImage.objects.create(title="Prima", file=get_test_image_file("prima.png"))
    TerritoryPageFactory.create(parent=index, image=image)

    def listed() -> str:
        return Client().get(index.url).content.decode()

    for _visit in range(3):
        before = listed()
    assert "images/prima." in before

    image.file = get_test_image_file("dopo.png", size=(900, 600))
    image.save()
    image.renditions.all().delete()

    after = listed()
    assert "images/dopo." in after
    assert "images/prima." not in after
