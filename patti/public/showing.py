"""How every page of signing is drawn."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from patti.signatures.published import is_published
from patti.texts.pages import PattoPage


def show(
    request: HttpRequest, name: str, patto: PattoPage | None = None, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of signing, whose breadcrumb leads back to the patto where everybody may read that."""
    is_readable = patto is not None and is_published(patto)
    trail = [(patto.title, patto.url)] if patto is not None and is_readable and patto.url else []
    context = {"patto": patto, "is_readable": is_readable, "trail": trail, **context}
    return render(request, f"patti/public/{name}.html", context, status=status)


def nothing(request: HttpRequest, *, is_link: bool = False) -> HttpResponse:
    """There is no such patto, or a secret that opens nothing."""
    return show(request, "nothing", status=404, is_link=is_link)
