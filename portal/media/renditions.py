"""Pictures in the sizes the pages need, fetched together instead of one by one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model

# Widths in pixels that a body or a page head may ask for; the browser picks the smallest that is enough.
BODY_FILTERS = ("width-480|format-webp", "width-800|format-webp", "width-1200|format-webp")
# Cards crop to 16:9 around the focal point.
CARD_FILTERS = ("fill-400x225|format-webp", "fill-560x315|format-webp", "fill-800x450|format-webp")
# Logos are shown whole, in a box of 112 × 48 pixels. So small, they are left without AVIF.
LOGO_FILTERS = ("max-112x48|format-webp", "max-224x96|format-webp", "max-336x144|format-webp")


def prefetch_renditions(images: Iterable[Any], filters: Iterable[str]) -> None:
    """Attach to each image its ready renditions for `filters`, with one query for all of them."""
    images = [image for image in images if image is not None]
    if not images:
        return
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=list(filters))
    # Without this, Django takes for done the images an earlier call has already served.
    for image in images:
        image.__dict__.pop("prefetched_renditions", None)
    ready = Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions")
    prefetch_related_objects(images, ready)


def attach_card_images(pages: Iterable[Any], beside: Iterable[Any] = ()) -> None:
    """Give each page (or teaser) with an `image_id` its picture and card sizes: two queries for all.

    Args:
        beside: pictures at hand that are shown whole, at the head of a page or as a logo: theirs come along.
    """
    pages = [page for page in pages if page.image_id]
    whole = [image for image in beside if image is not None]
    images = get_image_model().objects.in_bulk({page.image_id for page in pages}) if pages else {}
    sizes = (*CARD_FILTERS, *BODY_FILTERS, *LOGO_FILTERS) if whole else CARD_FILTERS
    prefetch_renditions([*images.values(), *whole], sizes)
    for page in pages:
        page.image = images.get(page.image_id)


def card_images() -> Prefetch[Any]:
    """For listings: `queryset.prefetch_related(card_images())` loads pictures with their card sizes."""
    return Prefetch("image", queryset=get_image_model().objects.prefetch_renditions(*CARD_FILTERS))
