"""Hands over documents as Wagtail does, and keeps those of a private collection out of every cache."""

from django.http import HttpRequest, HttpResponse
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document

PRIVATE = "private, no-store"


def serve(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponse:
    """The document, or the way to be let in to its collection.

    Raises:
        Http404: there is no such document, or it has another name.
    """
    response: HttpResponse = serve_document(request, document_id, document_filename)
    # The page that asks for a password is no more for a cache than what stands behind it.
    if is_private(document_id):
        response["Cache-Control"] = PRIVATE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def is_private(document_id: str) -> bool:
    document = get_document_model().objects.select_related("collection").get(pk=document_id)
    answer: bool = document.collection.get_view_restrictions().exists()
    return answer
