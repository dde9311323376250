"""A received file on its way out, whoever asked for it and was let."""

from typing import Any, Protocol

from django.http import FileResponse

from portal.web.downloads import closed_in

# Whatever somebody sent is handed over as bytes to save.
NEUTRAL_TYPE = "application/octet-stream"


class Stored(Protocol):
    """A row that names a file on private storage."""

    original_name: Any
    file: Any


def handed_over(uploaded: Stored) -> FileResponse:
    """The file under the name it came with.

    Raises:
        OSError: it is not on the disk any more.
    """
    content = uploaded.file.open("rb")
    return closed_in(
        FileResponse(content, as_attachment=True, filename=uploaded.original_name, content_type=NEUTRAL_TYPE)
    )
