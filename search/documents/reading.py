"""Reads the documents that public pages lead to, in the worker, one after the other."""

import logging
import subprocess
import sys
from typing import Any

from django.db import transaction

from portal.media.models import PortalDocument
from search.documents import extraction
from search.index import writing
from search.index.models import DocumentText

logger = logging.getLogger(__name__)

# Larger ones are found by their title. In bytes.
LARGEST = 40 * 1024 * 1024
SECONDS = 60
# Read in one turn of the worker.
MOST_AT_ONCE = 5


def follow(instance: PortalDocument, **_kwargs: Any) -> None:
    """Receiver of `post_save` of a document: its file or its title may be another."""
    pages = DocumentText.pages.through.objects.filter(documenttext=instance.pk)
    DocumentText.objects.filter(pk=instance.pk).update(due=True)
    writing.mark(pages.values_list("indexedpage", flat=True))


def read_due() -> int:
    """Reads documents that wait for it, and has their pages read anew; returns how many."""
    waiting = DocumentText.objects.filter(due=True).exclude(pages=None).select_related("document")
    read = 0
    for row in list(waiting.order_by("pk")[:MOST_AT_ONCE]):
        text = _text(row.document)
        with transaction.atomic():
            # One that was taken away meanwhile stays away, and another file in its place still waits.
            same = DocumentText.objects.filter(pk=row.pk, document__file=row.document.file.name)
            read += same.update(text=text, due=False)
            pages = DocumentText.pages.through.objects.filter(documenttext=row.pk)
            writing.mark(pages.values_list("indexedpage", flat=True))
    return read


def _text(document: PortalDocument) -> str:
    """What stands in a document; nothing where it is of no kind that can be read.

    Nothing as well where it could not be read, which the log tells.
    """
    kind = document.file_extension.lower()
    if kind not in extraction.READERS:
        return ""
    try:
        with document.open_file() as file:
            if file.size > LARGEST:
                return ""
            content = file.read()
        ended = subprocess.run(  # noqa: S603 - our own program; the kind is one of ours
            [sys.executable, "-I", "-B", extraction.__file__, kind],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("Document %d was not read: it took more than %d seconds.", document.pk, SECONDS)
        return ""
    except OSError:
        logger.warning("Document %d was not read: its file cannot be opened.", document.pk, exc_info=True)
        return ""
    if ended.returncode != 0:
        logger.warning("Document %d was not read: exit %d.", document.pk, ended.returncode)
        return ""
    # PostgreSQL takes no NUL.
    text: str = ended.stdout.decode(errors="replace").replace("\x00", " ")
    return text
