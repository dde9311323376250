"""Pictures in the sizes the pages need, fetched together instead of one by one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model

# Widths in pixels that a body or a page head may ask for; the browser picks the smallest that is enough.
BODY_FILTERS = ("width-480|format-webp", "width-800|format-webp", "width-1200|format-webp")
# Cards crop to 16:9 around the focal point.
CARD_FILTERS = ("fill-400x225|format-webp", "fill-560x315|format-webp", "fill-800x450|format-webp")


def prefetch_renditions(images: Iterable, filters: Iterable[str]) -> None:
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


def attach_card_images(pages: Iterable[Any]) -> None:
    """Give each page (or teaser) with an `image_id` its picture and card sizes: two queries for all."""
    pages = [page for page in pages if page.image_id]
    if not pages:
        return
    images = (
        get_image_model()
        .objects.prefetch_renditions(*CARD_FILTERS)
        .in_bulk({page.image_id for page in pages})
    )
    for page in pages:
        page.image = images.get(page.image_id)


def card_images() -> Prefetch:
    """For listings: `queryset.prefetch_related(card_images())` loads pictures with their card sizes."""
    return Prefetch("image", queryset=get_image_model().objects.prefetch_renditions(*CARD_FILTERS))
