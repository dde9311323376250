"""Pictures as AVIF, smaller than WebP and ten times as long to make: the worker makes them, a few at a time.

A page shows WebP until the AVIF of every size of a picture is there, and from the next time that it is drawn
on both; the browser chooses. No request waits for one.
"""

import io
import logging
import time
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Filter, SourceImageIOError

from portal.media.models import PortalRendition
from portal.media.renditions import BODY_FILTERS, CARD_FILTERS

logger = logging.getLogger(__name__)

# The worker has other things to do: so long at each turn, and the picture that was begun.
SECONDS = 1.0
# So many rows are read at once.
AT_ONCE = 50
# At least so much smaller than the WebP: another address is not worth less.
WORTH_IT = 0.95


def make_some() -> int:
    """Makes the AVIF of pictures that pages show, the oldest first, for about a second; returns how many.

    What was cut around another focal point than the picture has by now waits until that is there again.
    """
    end = time.monotonic() + SECONDS
    shown = [*BODY_FILTERS, *CARD_FILTERS]
    waiting = PortalRendition.objects.filter(avif_was_tried=False, filter_spec__in=shown)
    waiting = waiting.select_related("image").order_by("pk")
    made = last = 0
    while some := list(waiting.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1].pk
        for rendition in some:
            if rendition.focal_point_key == Filter(rendition.filter_spec).get_cache_key(rendition.image):
                _make(rendition)
                made += 1
            if time.monotonic() >= end:
                return made
    return made


def _make(rendition: PortalRendition) -> None:
    """Makes one. It is not tried again, also if it ends the worker."""
    row = PortalRendition.objects.filter(pk=rendition.pk)
    row.update(avif_was_tried=True)
    try:
        encoded = _encoded(rendition)
        if len(encoded) > rendition.file.size * WORTH_IT:
            return
        with transaction.atomic():
            # Whoever deletes the row waits, or went first.
            if row.select_for_update(of=("self",)).values_list("pk", flat=True).first() is None:
                return
            row.update(avif=_stored(rendition, encoded))
    except (SourceImageIOError, OSError, ValueError):
        logger.warning("The picture %s has no AVIF: it could not be read or written.", rendition.pk)
        return
    rendition.purge_from_cache()


def _encoded(rendition: PortalRendition) -> bytes:
    """From the original: of the WebP both losses would be seen."""
    encoded = io.BytesIO()
    Filter(rendition.filter_spec.replace("format-webp", "format-avif")).run(rendition.image, encoded)
    return encoded.getvalue()


def _stored(rendition: PortalRendition, encoded: bytes) -> str:
    storage, name = rendition.file.storage, _name(rendition)
    # What a worker left that was ended behind this.
    storage.delete(name)
    return str(storage.save(name, ContentFile(encoded)))


def _name(rendition: PortalRendition) -> str:
    """Beside the WebP, whose name no other has; so what no row names is found too."""
    return str(PurePath(rendition.file.name).with_suffix(".avif"))


def delete_files(sender: type, instance: PortalRendition, **_signal: Any) -> None:
    """Receiver of `pre_delete`: Wagtail has one for the WebP.

    What was loaded may be older than what the worker made, so the row is read anew, and locked until it goes.
    """
    row = PortalRendition.objects.select_for_update(of=("self",)).filter(pk=instance.pk, avif_was_tried=True)
    for stored in row.values_list("avif", flat=True):
        for name in {stored, _name(instance)} - {""}:
            transaction.on_commit(partial(instance.file.storage.delete, name))
