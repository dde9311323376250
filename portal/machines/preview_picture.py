"""The picture that messengers and social networks show beside a link to a page: its title, drawn.

The digest in its address changes with what is drawn, so a picture may be kept for ever by whoever has it.
"""

import hashlib
import io
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont
from wagtail.models import Page

from portal.languages import reading
from portal.pages.visibility import published

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
MOST_LINES = 5
SIZES = (76, 68, 60, 52, 44)
# Pixels between lines, for each of a letter's height.
LEADING = 1.18
GROUND, SUN, PAPER, PALE = "#00332d", "#ffc845", "#ffffff", "#d8ece8"
FONTS = Path(__file__).resolve().parent.parent / "pdf/fonts"
# Pictures of the last pages asked for, of some 25 kB each.
KEPT = 64
# Raise it when the drawing changes, so that addresses change too.
DRAWING = "1"


def address_of(page: Page) -> str:
    """The path of the picture of a page; no query where its `locale` came with it."""
    return reverse("preview_picture", args=[page.pk, _digest(page.title, _kind(page))])


@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def serve(_request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """Draws it.

    Raises:
        Http404: the page is not public, or its title is another by now.
    """
    page = published(Page.objects.filter(pk=page_id)).select_related("locale").first()
    if page is None or digest != _digest(page.title, _kind(page)):
        raise Http404
    return HttpResponse(draw(page.title, _kind(page)), content_type="image/png")


@lru_cache(maxsize=KEPT)
def draw(title: str, kind: str) -> bytes:
    """A PNG with the title of a page and what kind of page it is."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=SUN)
    _sign(pen, MARGIN, 64)
    pen.text((MARGIN + 110, 76), settings.SITE_NAME, font=_font("700", 44), fill=PAPER)
    lines, size = _lines(title)
    top = 210
    if kind:
        pen.text((MARGIN, top), kind, font=_font("600", 34), fill=SUN)
        top += 58
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * int(size * LEADING)), line, font=_font("700", size), fill=PAPER)
    found = io.BytesIO()
    picture.quantize(colors=64).save(found, "PNG", optimize=True)
    return found.getvalue()


def _kind(page: Page) -> str:
    """In the language of the page, whichever is spoken: pictures are asked for at Italian addresses.

    Of the home page none is said: it is the site.
    """
    if page.depth <= 2:
        return ""
    with reading(page.locale.language_code):
        return str(capfirst(page.page_type_display_name))


def _digest(title: str, kind: str) -> str:
    return hashlib.blake2b(f"{DRAWING}\0{kind}\0{title}".encode(), digest_size=6).hexdigest()


def _sign(pen: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """The four squares of the logo and the fifth that joins them."""
    side, gap = 26, 4
    for column, row in ((0, 1), (1, 1), (2, 1), (1, 2)):
        x, y = left + column * (side + gap), top + row * (side + gap)
        pen.rounded_rectangle((x, y, x + side, y + side), 6, fill=PALE)
    x = left + side + gap + 5
    pen.rounded_rectangle((x, top - 8, x + side, top - 8 + side), 6, fill=SUN)


def _lines(title: str) -> tuple[list[str], int]:
    """The title in lines that fit, and the size of its letters: the largest that needs few enough."""
    for size in SIZES:
        lines = _wrapped(title, _font("700", size))
        if len(lines) <= MOST_LINES - (size == SIZES[0]):
            return lines, size
    cut = lines[:MOST_LINES]
    return [*cut[:-1], f"{cut[-1].rstrip(' ,;:.')}…"], size


def _wrapped(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@lru_cache(maxsize=16)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"titillium-web-{weight}.ttf"), size)
