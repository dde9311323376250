"""A received file on its way out, whoever asked for it and was let."""

from django.http import FileResponse

from candidature.submissions.models import UploadedFile
from portal.web.downloads import closed_in

# Whatever somebody sent is handed over as bytes to save.
NEUTRAL_TYPE = "application/octet-stream"


def handed_over(uploaded: UploadedFile) -> FileResponse:
    """The file under the name it came with.

    Raises:
        OSError: it is not on the disk any more.
    """
    content = uploaded.file.open("rb")
    return closed_in(
        FileResponse(content, as_attachment=True, filename=uploaded.original_name, content_type=NEUTRAL_TYPE)
    )
