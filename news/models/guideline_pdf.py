"""A guideline as a tagged document, made of what its page says and kept until that changes."""

import hashlib
import json
import re
import threading
import time
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from news.models.guideline import Guideline
from portal.blocks.body import images_in
from portal.languages import spoken
from portal.limits.counting import LimitReachedError
from portal.pdf import counted, press
from portal.pdf.bodies import body_data, can_be_seen, prefetch_pictures, resolved, with_pictures
from portal.pdf.rich_text import whole
from portal.web import outage
from portal.web.visitors import client_of

TEMPLATE = "news/pdf/guideline.typ"
# The last part of its address, below that of the page.
ADDRESS = "pdf"
# Changes whenever the same data is set in another way, so that nobody is given the former document.
LAYOUT = 2
SECONDS_KEPT = 7 * 24 * 3600
LONGEST_NAME = 60
# Who cannot be given it is told to come again after so many seconds; so long it is not tried again.
RETRY_SECONDS = 60
# Whoever comes while one is made waits so long for it, and is told to come again after so many.
SECONDS_TO_WAIT = 1.0
BUSY_SECONDS = 10
TOO_MANY, UNAVAILABLE = 429, 503

# Of guidelines one process makes one at a time: who comes meanwhile for the same one gets what was made.
_making = threading.Lock()
# What this process could not make, also while the cache is away: by page, the digest and until when it is
# not tried again, in seconds of `time.monotonic`.
_failed: dict[int, tuple[str, float]] = {}


class BusyError(Exception):
    """Others are being made."""


class GuidelineDocument:
    """What is printed of a guideline as everybody may read it."""

    def __init__(self, page: Guideline) -> None:
        self.page = page
        self.address = page.full_url or settings.SITE_URL

    @cached_property
    def contents(self) -> dict[str, Any]:
        """What the template shows, as plain data, but for the pixels of the pictures."""
        page = self.page
        chapters = page.numbered_chapters()
        prefetch_pictures(chapter.body for chapter in chapters)
        data = {
            "heading": self.title,
            "abstract": page.abstract,
            "facts": self._facts(),
            "chapters": [
                {
                    "title": chapter.heading,
                    "body": body_data(chapter.body, top=2, address=self.address),
                }
                for chapter in chapters
            ],
            "versions": [self._version(version) for version in page.told_versions()],
            "words": {"contents": _("Indice"), "versions": _("Versioni e modifiche")},
        }
        return dict(resolved(data, self.address))

    @cached_property
    def digest(self) -> str:
        """The same for the same document."""
        written = json.dumps([LAYOUT, self.address, spoken(), self.contents], sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()

    @property
    def title(self) -> str:
        """That of the page, or what it is: marks of direction alone are no title."""
        return self.page.title if can_be_seen(self.page.title) else _("Linea guida")

    @property
    def file_name(self) -> str:
        name = slugify(self.page.title)[:LONGEST_NAME].strip("-") or "linea-guida"
        # 1.10 is not 11.0.
        version = slugify(re.sub(r"\W", "-", self.page.version))
        return f"{name}-{version}.pdf" if version else f"{name}.pdf"

    def pdf(self) -> bytes:
        """The document.

        Raises:
            NotMadeError: see `portal.pdf.press`.
        """
        chapters = self.page.numbered_chapters()
        images = {image.pk: image for chapter in chapters for image in images_in(chapter.body)}
        published = self.page.last_published_at or self.page.first_published_at
        return press.make(
            TEMPLATE,
            with_pictures(self.contents, images),
            title=self.title,
            running_head=_("Versione %(version)s") % {"version": self.page.version}
            if self.page.version
            else _("Linea guida"),
            moment=published or timezone.make_aware(datetime(2000, 1, 1)),
        )

    def _facts(self) -> list[dict[str, str]]:
        page = self.page
        unknown = _("Dato non disponibile")
        day = date_format(page.published_on, "j F Y") if page.published_on else unknown
        document = page.document
        title = (
            " ".join(
                part for part in (document.title, f"({document.notes})" if document.notes else "") if part
            )
            if document
            else ""
        )
        rows = [
            (_("A cura di"), page.curated_by, ""),
            (_("Versione"), page.version or unknown, ""),
            (_("Data di pubblicazione"), day, ""),
            (_("Documento"), title, whole(document.url, self.address) if document else ""),
            (_("Si legge anche in questa pagina"), self.address, self.address),
        ]
        return [{"label": label, "text": text, "link": link} for label, text, link in rows if text]

    def _version(self, version: Any) -> dict[str, Any]:
        document = version.document
        return {
            "title": version.title,
            "changes": version.changes.splitlines(),
            "document": document.title if document else "",
            "link": whole(document.url, self.address) if document else "",
        }


def answer(request: HttpRequest, page: Guideline) -> HttpResponseBase:
    """The document of a published page, to whoever may read the page."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    document = GuidelineDocument(page)
    etag = f'"{document.digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        content = _content(request, document)
    except LimitReachedError as reached:
        sentence = _("Da questa rete sono stati chiesti molti documenti in poco tempo.")
        return _not_now(request, page, sentence, status=TOO_MANY, seconds=reached.seconds)
    except BusyError:
        sentence = _("Si sta preparando un altro documento: riprova tra qualche secondo.")
        return _not_now(request, page, sentence, status=UNAVAILABLE, seconds=BUSY_SECONDS)
    except press.NotMadeError:
        sentence = _("Non è colpa tua: riprova tra qualche minuto.")
        return _not_now(request, page, sentence, status=UNAVAILABLE, seconds=RETRY_SECONDS)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{document.file_name}"'
    response["Content-Language"] = spoken()
    response["ETag"] = etag
    # Search engines show the page: the document says the same.
    response["Link"] = f'<{document.address}>; rel="canonical"'
    return response


def forget_what_left(sender: type, instance: Guideline, **_signal: Any) -> None:
    """Receiver of signals: what was made of a page that leaves the site is kept no longer."""
    cache.delete(_key(instance.pk))


def _key(page_id: int) -> str:
    return f"guideline-pdf-{page_id}"


def _kept(document: GuidelineDocument) -> bytes | None:
    """What was made of the page, if the page still says the same.

    Raises:
        NotMadeError: it could not be made a short while ago, and would not be now.
    """
    digest, content = cache.get(_key(document.page.pk)) or ("", None)
    if digest == document.digest:
        if content is None:
            raise press.NotMadeError(TEMPLATE)
        return bytes(content)
    digest, until = _failed.get(document.page.pk, ("", 0.0))
    if digest == document.digest and time.monotonic() < until:
        raise press.NotMadeError(TEMPLATE)
    return None


def _content(request: HttpRequest, document: GuidelineDocument) -> bytes:
    """The document, made only if nobody got it since the page changed.

    Raises:
        LimitReachedError: too many were made for this visitor.
        BusyError: others are being made.
        NotMadeError: it could not be made, now or a short while ago.
    """
    content = _kept(document)
    if content is not None:
        return content
    client = client_of(request)
    # Before the wait: whoever may have none made is not to hold a thread.
    counted.refuse(client)
    if not _making.acquire(timeout=SECONDS_TO_WAIT):
        raise BusyError
    try:
        content = _kept(document)
        return _made(document, client) if content is None else content
    finally:
        _making.release()


def _made(document: GuidelineDocument, client: str) -> bytes:
    """Makes the document and keeps it; that it could not be made is kept too, for a short while.

    Raises:
        LimitReachedError: too many were made for this visitor.
        NotMadeError: it could not be made.
    """
    page_id, digest = document.page.pk, document.digest
    try:
        with outage.noticed():
            counted.count(client)
    except outage.OutageError:
        raise press.NotMadeError(TEMPLATE) from None
    try:
        content = document.pdf()
    except press.NotMadeError:
        _failed[page_id] = (digest, time.monotonic() + RETRY_SECONDS)
        cache.set(_key(page_id), (digest, None), RETRY_SECONDS)
        raise
    _failed.pop(page_id, None)
    cache.set(_key(page_id), (digest, content), SECONDS_KEPT)
    return content


def _not_now(
    request: HttpRequest, page: Guideline, sentence: str, *, status: int, seconds: int
) -> HttpResponse:
    context = {"page": page, "sentence": sentence}
    response = render(request, "news/guideline_not_now.html", context, status=status)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
