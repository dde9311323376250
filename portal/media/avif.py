"""Pictures as AVIF, smaller than WebP and ten times as long to make: the worker makes them, a few at a time.

A page shows WebP until the AVIF of every size of a picture is there, and from the next time that it is drawn
on both; the browser chooses. No request waits for one.
"""

import io
import logging
import time
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
AT_ONCE = 50
# At least so much smaller than the WebP: another address is not worth less.
WORTH_IT = 0.95


def make_some() -> int:
    """Makes the AVIF of pictures that pages show, the oldest first, for about a second; returns how many."""
    end = time.monotonic() + SECONDS
    shown = [*BODY_FILTERS, *CARD_FILTERS]
    waiting = PortalRendition.objects.filter(avif_was_tried=False, filter_spec__in=shown)
    made = 0
    for rendition in waiting.select_related("image").order_by("pk")[:AT_ONCE]:
        _make(rendition)
        made += 1
        if time.monotonic() >= end:
            break
    return made


def _make(rendition: PortalRendition) -> None:
    """Makes one. It is not tried again, also if it ends the worker."""
    row = PortalRendition.objects.filter(pk=rendition.pk)
    row.update(avif_was_tried=True)
    try:
        encoded = _encoded(rendition)
        if len(encoded) > rendition.file.size * WORTH_IT:
            return
        name = _stored(rendition, encoded)
    except (SourceImageIOError, OSError, ValueError):
        logger.warning("The picture %s has no AVIF: it could not be read or written.", rendition.pk)
        return
    if not row.update(avif=name):
        # The picture went meanwhile.
        rendition.file.storage.delete(name)
    rendition.purge_from_cache()


def _encoded(rendition: PortalRendition) -> bytes:
    """From the original: of the WebP both losses would be seen."""
    encoded = io.BytesIO()
    Filter(rendition.filter_spec.replace("format-webp", "format-avif")).run(rendition.image, encoded)
    return encoded.getvalue()


def _stored(rendition: PortalRendition, encoded: bytes) -> str:
    field = PortalRendition._meta.get_field("avif")
    wanted = PurePath(rendition.file.name).with_suffix(".avif").name
    return str(field.storage.save(field.generate_filename(rendition, wanted), ContentFile(encoded)))


def delete_file(sender: type, instance: PortalRendition, **_signal: Any) -> None:
    """Receiver of `post_delete`, as Wagtail has one for the WebP."""
    if instance.avif:
        transaction.on_commit(lambda: instance.avif.delete(save=False))
