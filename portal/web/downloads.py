"""Handing over what must never be opened as a page of this site: what somebody sent, or what is theirs."""

from typing import TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

_POLICY = "sandbox; default-src 'none'"

# Of a document that a browser draws in a frame of this site: browsers put their own viewer into a page that
# they make, which `sandbox` would stop; nothing of what the document brings runs.
_DRAWN = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"

Response = TypeVar("Response", bound=HttpResponseBase)


def made(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A document that the portal made for one person, to be saved."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return closed_in(response)


def closed_in(response: Response) -> Response:
    """The same answer, which no browser opens as a page, and which nobody keeps."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = "private, no-store"
    return response


def shown_in(response: Response, *, is_document: bool) -> Response:
    """The same answer, drawn in a page of this site: a picture, or a document in a frame of its own."""
    closed_in(response)
    if is_document:
        response["Content-Security-Policy"] = _DRAWN
    return response
