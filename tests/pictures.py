"""Pictures of tests: the same one asked for in the same size is drawn once in a process, not once in a test.

Encoding is what pictures cost, and where tests arrange them nobody looks at a pixel. Tests of what draws them
(`tests/portal/media`) have each drawn (`draw`).
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from wagtail.images.models import Filter

draw = Filter.run

# What decides how a picture is drawn, beside the picture and what is asked of it.
_FOCUS = [f"focal_point_{part}" for part in ("x", "y", "width", "height")]
_SETTINGS = [
    "WAGTAILIMAGES_AVIF_QUALITY",
    "WAGTAILIMAGES_FORMAT_CONVERSIONS",
    "WAGTAILIMAGES_JPEG_QUALITY",
    "WAGTAILIMAGES_WEBP_QUALITY",
]


_PIXELS = {"avif", "jpeg", "png", "webp"}


def _bytes_of(image: Any, source: Any) -> bytes:
    """Of what it is drawn from: of several sizes at once only one may open the file of the image."""
    if source is None:
        with image.open_file() as file:
            content: bytes = file.read()
    else:
        source.seek(0)
        content = source.read()
        source.seek(0)
    return content


@contextmanager
def drawn_once() -> Iterator[None]:
    drawn: dict[tuple[bytes, str, str, str], tuple[type[Any], bytes]] = {}

    def run(asked: Filter, image: Any, output: Any, source: Any = None) -> Any:
        original = hashlib.sha256(_bytes_of(image, source)).digest()
        focus = [getattr(image, name) for name in _FOCUS]
        chosen = [getattr(settings, name, None) for name in _SETTINGS]
        key = (original, asked.spec, repr(focus), repr(chosen))
        if key in drawn:
            kind, content = drawn[key]
            output.write(content)
            output.seek(0)
            return kind(output)
        made = draw(asked, image, output, source)
        if made.format_name in _PIXELS:
            made.f.seek(0)
            drawn[key] = (type(made), made.f.read())
            made.f.seek(0)
        return made

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Filter, "run", run)
        yield
