"""Elsewhere in the suite a picture is drawn once (`tests.pictures`), and is the one that it would be."""

from io import BytesIO
from typing import Any
from unittest import mock

import pytest
from wagtail.images.models import Filter

from tests import pictures
from tests.portal.blocks.bodies import make_image

pytestmark = pytest.mark.django_db


def run(image: Any, spec: str) -> tuple[str, bytes]:
    made = Filter(spec=spec).run(image, BytesIO())
    made.f.seek(0)
    return made.format_name, made.f.read()


def test_it_is_drawn_once_for_each_size_and_place_that_must_be_seen() -> None:
    image, the_same = make_image(), make_image()
    wanted = run(image, "fill-60x60|format-webp")
    with mock.patch.object(pictures, "draw", side_effect=pictures.draw) as drawn, pictures.drawn_once():
        found = [run(one, "fill-60x60|format-webp") for one in (image, the_same, image)]
        assert drawn.call_count == 1
        run(image, "max-90x90")
        image.focal_point_x, image.focal_point_y = 10, 10
        image.focal_point_width = image.focal_point_height = 20
        run(image, "fill-60x60|format-webp")

    assert drawn.call_count == 3
    assert found == [wanted] * 3
