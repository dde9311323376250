"""The guard of the files: who may see a submission may download what came with it, and the log knows."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from candidature.models import UploadedFile
from candidature.process import changes
from candidature.submissions.downloads import handed_over
from istruttoria import trail
from istruttoria.detail.page import SubmissionView


class FileView(SubmissionView):
    """Hands over one file of a submission; says so when the file is no longer on the disk."""

    template_name = "istruttoria/file_missing.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        # A message is there for all once it was sent, and before for whoever writes it.
        of_message = Q(message__submission=self.submission, message__sent_at__isnull=False)
        own = Q(message__submission=self.submission, message__author=self.user)
        found = UploadedFile.objects.filter(Q(submission=self.submission) | of_message | own)
        uploaded = found.filter(public_id=kwargs["public_id"]).first()
        if uploaded is None:
            raise Http404
        try:
            response = handed_over(uploaded)
        except OSError:
            return self._missing(uploaded)
        changes.record(self.submission, trail.FILE_DOWNLOADED, self.actor)
        return response

    def _missing(self, uploaded: UploadedFile) -> HttpResponse:
        return self.render_to_response(self.get_context_data(uploaded=uploaded), status=404)
