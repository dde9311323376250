"""Serves MEDIA_ROOT where no other web server does."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

# Formats that a browser shows without running anything in them. SVG is not one of them. A list of the
# machine's own may know neither AVIF nor WebP, and then no picture would be shown.
SHOWN_INLINE = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# Wagtail serves documents itself, because a collection may be private.
SERVED_ELSEWHERE = "documents"


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """One public file: images are shown, anything else is only downloaded.

    Raises:
        Http404: there is no such file, or it is a document.
    """
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
        found = file.is_file()
    except (SuspiciousFileOperation, ValueError, OSError):
        # Outside, or a name that no file system takes.
        raise Http404 from None
    # Of the file that was found: the path asked for may wander through `..` on its way.
    if not found or file.relative_to(safe_join(settings.MEDIA_ROOT)).parts[0] == SERVED_ELSEWHERE:
        raise Http404
    changed = int(file.stat().st_mtime)
    if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
        return HttpResponseNotModified()
    content_type = SHOWN_INLINE.get(file.suffix.lower())
    response = FileResponse(
        file.open("rb"),
        as_attachment=content_type is None,
        filename=file.name,
        content_type=content_type or "application/octet-stream",
    )
    response["Last-Modified"] = http_date(changed)
    # Wagtail names every rendition anew when the picture changes.
    response["Cache-Control"] = "public, max-age=86400"
    return response
