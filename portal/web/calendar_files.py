"""A calendar file as an answer: browsers hand it to the calendar of their device."""

from django.http import HttpResponse

FILE_NAME = "calendario.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8; method={method}"


def answer(content: bytes) -> HttpResponse:
    """The answer with a file whose METHOD is PUBLISH."""
    response = HttpResponse(content, content_type=MEDIA_TYPE.format(method="PUBLISH"))
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return response
