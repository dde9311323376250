"""A received file on its way out, whoever asked for it and was let."""

from django.http import FileResponse

from candidature.submissions.models import UploadedFile

# Whatever somebody sent is handed over as bytes to save: it is never opened as a page of this site.
NEUTRAL_TYPE = "application/octet-stream"
FILE_POLICY = "sandbox; default-src 'none'"


def handed_over(uploaded: UploadedFile) -> FileResponse:
    """The file under the name it came with.

    Raises:
        OSError: it is not on the disk any more.
    """
    response = FileResponse(
        uploaded.file.open("rb"),
        as_attachment=True,
        filename=uploaded.original_name,
        content_type=NEUTRAL_TYPE,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cache-Control"] = "private, no-store"
    return response
