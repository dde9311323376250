"""Pictures as AVIF: made by the worker, shown when all sizes are there, gone with their picture."""

import io
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.images import get_image_model

from portal.media import avif
from portal.media.models import PortalRendition
from portal.media.renditions import BODY_FILTERS, CARD_FILTERS
from portal.worker import clock
from tests.home.factories import make_home
from tests.portal.pages.visits import cost, visit
from tests.row_locks import locks_asked

pytestmark = pytest.mark.django_db


def photograph(width: int = 1210, height: int = 320, patch: tuple[int, int] | None = None) -> Any:
    """What a camera makes: no two pixels quite alike, shades rather than edges.

    Args:
        patch: where something red is in it.
    """
    rough = Image.effect_noise((width // 6, height // 6), 60).convert("RGB").resize((width, height))
    file = io.BytesIO()
    taken = Image.blend(rough, Image.linear_gradient("L").resize((width, height)).convert("RGB"), 0.5)
    if patch is not None:
        taken.paste((200, 20, 20), (patch[0] - 30, patch[1] - 30, patch[0] + 30, patch[1] + 30))
    taken.save(file, "JPEG", quality=92)
    return get_image_model().objects.create(title="Foto", file=ContentFile(file.getvalue(), "foto.jpg"))


def drawn(image: Any, tag: str = "responsive_image") -> str:
    fresh = get_image_model().objects.get(pk=image.pk)
    template = Template(f"{{% load portal_tags %}}{{% {tag} image alt='Una foto' %}}")
    return template.render(Context({"image": fresh}))


def avif_files() -> list[str]:
    return [name for name in default_storage.listdir("images")[1] if name.endswith(".avif")]


def make_all() -> None:
    while avif.make_some():
        pass


def test_a_browser_may_choose_once_every_size_is_made() -> None:
    image = photograph()
    before = drawn(image)
    assert before.startswith("<img ")
    assert "avif" not in before

    make_all()
    after = drawn(image)
    assert after.startswith('<picture><source type="image/avif" srcset="')
    assert before in after
    widths = re.findall(r"\.avif (\d+)w", after)
    assert widths == ["480", "800", "1200"]
    # The card has not been shown yet.
    assert "<picture>" not in drawn(image, "card_image")

    for address in re.findall(r"(/media/\S+\.avif)", after):
        with Image.open(default_storage.path(address.removeprefix("/media/"))) as picture:
            assert picture.format == "AVIF"
    renditions = PortalRendition.objects.filter(filter_spec__in=BODY_FILTERS)
    assert all(one.avif.size < one.file.size for one in renditions)


def redness(pixel: Any) -> int:
    red, green, blue = pixel
    return int(red - max(green, blue))


@pytest.mark.parametrize("x", [150, 1060])
def test_both_crops_are_around_the_focal_point(x: int) -> None:
    image = photograph(patch=(x, 160))
    image.focal_point_x, image.focal_point_y = x, 160
    image.focal_point_width = image.focal_point_height = 60
    image.save()
    drawn(image, "card_image")
    make_all()

    cards = PortalRendition.objects.filter(filter_spec__in=CARD_FILTERS)
    assert len(cards) == len(CARD_FILTERS)
    for one in cards:
        places = []
        for path in (one.file.path, one.avif.path):
            with Image.open(path) as crop:
                assert crop.size == (one.width, one.height)
                small = crop.convert("RGB").reduce(20)
            pixels = {
                (column, row): redness(small.getpixel((column, row)))
                for column in range(small.width)
                for row in range(small.height)
            }
            # What was pointed at is in the crop, at the same place of both.
            places.append(max(pixels, key=lambda place: pixels[place]))
            assert pixels[places[-1]] > 80
        first, second = places
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) <= 1


def test_what_was_cut_around_a_former_focal_point_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(avif, "AT_ONCE", 2)
    image = photograph()

    def aim(x: int) -> None:
        image.focal_point_x, image.focal_point_y = x, 100
        image.focal_point_width = image.focal_point_height = 50
        image.save()

    aim(100)
    drawn(image, "card_image")
    first = PortalRendition.objects.filter(filter_spec__in=CARD_FILTERS)
    key = first[0].focal_point_key
    aim(1100)
    drawn(image)
    make_all()
    assert set(first.values_list("avif_was_tried", "avif")) == {(False, "")}
    # They hold up no other.
    assert "<picture>" in drawn(image)

    aim(100)
    assert "<picture>" not in drawn(image, "card_image")
    make_all()
    assert "<picture>" in drawn(image, "card_image")
    assert set(first.values_list("focal_point_key", flat=True)) == {key}


def test_what_comes_out_no_smaller_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(avif, "WORTH_IT", 0.01)
    image = photograph()
    drawn(image)
    make_all()

    assert "<picture>" not in drawn(image)
    assert not PortalRendition.objects.filter(avif_was_tried=False).exists()
    assert avif_files() == []


def test_one_size_alone_is_not_offered() -> None:
    image = photograph()
    drawn(image)
    make_all()
    PortalRendition.objects.filter(filter_spec=BODY_FILTERS[2]).update(avif="")

    assert "<picture>" not in drawn(image)


def test_a_picture_that_cannot_be_read_is_tried_once_and_holds_up_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gone, there = photograph(), photograph()
    drawn(gone)
    drawn(there)
    Path(gone.file.path).unlink()
    with caplog.at_level(logging.WARNING):
        make_all()

    assert "has no AVIF" in caplog.text
    assert "<picture>" in drawn(there)
    assert "<picture>" not in drawn(gone)
    assert avif.make_some() == 0


def test_the_worker_makes_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(avif, "SECONDS", 0.0)
    drawn(photograph())

    assert [avif.make_some() for _turn in range(4)] == [1, 1, 1, 0]
    assert "pictures as AVIF" in {job.name for job in clock.registered()}


def test_files_go_with_their_picture(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    image = photograph()
    drawn(image)
    make_all()
    files = [Path(one.avif.path) for one in PortalRendition.objects.filter(image=image)]
    assert len(files) == 3
    assert all(file.exists() for file in files)

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not any(file.exists() for file in files)


def test_files_go_with_a_row_that_was_loaded_before_they_were_made(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    drawn(photograph())
    loaded = list(PortalRendition.objects.all())
    make_all()
    assert len(avif_files()) == 3

    with django_capture_on_commit_callbacks(execute=True), locks_asked() as asked:
        for rendition in loaded:
            rendition.delete()
    assert avif_files() == []
    assert PortalRendition._meta.db_table in asked


def test_what_a_worker_left_that_was_killed_goes_too(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image, stored = photograph(), avif._stored

    def killed(*given: Any) -> str:
        stored(*given)
        raise SystemExit

    drawn(image)
    monkeypatch.setattr(avif, "_stored", killed)
    with pytest.raises(SystemExit):
        avif.make_some()
    assert len(avif_files()) == 1
    assert not PortalRendition.objects.exclude(avif="").exists()

    # Tried again, it takes the same name.
    monkeypatch.setattr(avif, "_stored", stored)
    PortalRendition.objects.update(avif_was_tried=False)
    left = avif_files()
    with locks_asked() as asked:
        make_all()
    assert set(left) < set(avif_files())
    assert len(avif_files()) == 3
    assert PortalRendition._meta.db_table in asked

    PortalRendition.objects.update(avif="")
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert avif_files() == []


def test_of_a_picture_that_goes_while_it_is_made_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(photograph())
    encoded = avif._encoded

    def gone_meanwhile(rendition: PortalRendition) -> bytes:
        made = encoded(rendition)
        PortalRendition.objects.filter(pk=rendition.pk).delete()
        return made

    monkeypatch.setattr(avif, "_encoded", gone_meanwhile)
    make_all()
    assert not PortalRendition.objects.exists()
    assert avif_files() == []


def test_a_page_costs_no_query_more_for_it() -> None:
    image = photograph()
    home = make_home(image=image)
    before = cost(home)
    make_all()
    assert "image/avif" in visit(home).content.decode()
    assert cost(home) == before
    assert Client().get(home.get_url()).status_code == 200
