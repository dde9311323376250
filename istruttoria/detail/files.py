"""The guard of the files: who may see a submission may download what came with it, and the log knows."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from candidature.models import UploadedFile
from candidature.process import changes
from istruttoria import trail
from istruttoria.detail.page import SubmissionView

# Whatever an applicant sent is handed over as bytes to save: it is never opened as a page of this site.
NEUTRAL_TYPE = "application/octet-stream"
FILE_POLICY = "sandbox; default-src 'none'"


class FileView(SubmissionView):
    """Hands over one file of a submission; says so when the file is no longer on the disk."""

    template_name = "istruttoria/file_missing.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        uploaded = UploadedFile.objects.filter(
            submission=self.submission, public_id=kwargs["public_id"]
        ).first()
        if uploaded is None:
            raise Http404
        try:
            content = uploaded.file.open("rb")
        except OSError:
            return self._missing(uploaded)
        changes.record(self.submission, trail.FILE_DOWNLOADED, self.actor)
        response = FileResponse(
            content, as_attachment=True, filename=uploaded.original_name, content_type=NEUTRAL_TYPE
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = FILE_POLICY
        response["Cache-Control"] = "private, no-store"
        return response

    def _missing(self, uploaded: UploadedFile) -> HttpResponse:
        return self.render_to_response(self.get_context_data(uploaded=uploaded), status=404)
