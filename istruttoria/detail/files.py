"""The guard of the files: who may see a submission may download what came with it, and the log knows.

Pictures and PDF can be looked at, too. What came from outside never becomes a page of the portal's: a picture
stands in an `img`, which runs nothing, a PDF in a frame of its own whose policy allows no script.
"""

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from candidature.models import UploadedFile
from candidature.process import changes
from candidature.submissions.downloads import handed_over
from istruttoria import trail
from istruttoria.detail.page import SubmissionView
from istruttoria.exports.archive import files_of
from istruttoria.opinions.models import OpinionFile
from portal.web.downloads import closed_in, shown_in

PDF = "application/pdf"
# The portal itself found out of which type a file is, when it came.
PICTURES = ("image/jpeg", "image/png")


def drawn(uploaded: UploadedFile | OpinionFile) -> FileResponse:
    """The content of a picture or a PDF, to be drawn in the page of its preview.

    Raises:
        Http404: it is of another type, or not on the disk any more.
    """
    if uploaded.content_type not in (PDF, *PICTURES):
        raise Http404
    try:
        content = uploaded.file.open("rb")
    except OSError as gone:
        raise Http404 from gone
    response = FileResponse(content, filename=uploaded.original_name, content_type=uploaded.content_type)
    return shown_in(response, is_document=uploaded.content_type == PDF)


class FileView(SubmissionView):
    """Hands over one file of a submission; says so when the file is no longer on the disk."""

    template_name = "istruttoria/file_missing.html"

    @cached_property
    def uploaded(self) -> UploadedFile:
        # A message is there for all once it was sent, and before for whoever writes it.
        of_message = Q(message__submission=self.submission, message__sent_at__isnull=False)
        own = Q(message__submission=self.submission, message__author=self.user)
        found = UploadedFile.objects.filter(Q(submission=self.submission) | of_message | own)
        uploaded = found.filter(public_id=self.kwargs["public_id"]).first()
        if uploaded is None:
            raise Http404
        return uploaded

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        try:
            response = handed_over(self.uploaded)
        except OSError:
            return self._missing()
        trail.record_file(self.submission, self.uploaded, self.user, trail.FILE_DOWNLOADED)
        return response

    def _missing(self) -> HttpResponse:
        return self.render_to_response(self.get_context_data(uploaded=self.uploaded), status=404)


class AllFilesView(SubmissionView):
    """All files of a submission as one archive, which is sent while it is written."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        changes.record(self.submission, trail.FILES_TAKEN, self.actor)
        response = StreamingHttpResponse(files_of(self.submission), content_type="application/zip")
        name = f"{self.submission.reference}.zip"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return closed_in(response)


class ShownFileView(FileView):
    """The content of a picture or a PDF, to be drawn in the page of its preview."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        response = drawn(self.uploaded)
        trail.record_file(self.submission, self.uploaded, self.user, trail.FILE_SHOWN)
        return response


class PreviewView(SubmissionView):
    """A page that draws a picture or a PDF."""

    template_name = "istruttoria/file.html"

    @property
    def drawn_file(self) -> UploadedFile | OpinionFile:
        raise NotImplementedError

    @property
    def section(self) -> str:
        """The part of the page of the submission to which it leads back."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        """Where it is downloaded."""
        raise NotImplementedError

    @property
    def content_address(self) -> str:
        """Where what is drawn comes from."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_page_subtitle(self) -> str:
        return self.drawn_file.original_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("File")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "uploaded": self.drawn_file,
            "address": self.address,
            "content": self.content_address,
            "section": self.section,
            "is_picture": self.drawn_file.content_type in PICTURES,
            "is_pdf": self.drawn_file.content_type == PDF,
        }


class FilePreviewView(PreviewView, FileView):
    """The preview of a file of the answers, with the way to the others, or of one of a message."""

    @property
    def drawn_file(self) -> UploadedFile:
        return self.uploaded

    @property
    def section(self) -> str:
        return "risposte" if self.uploaded.submission_id else "messaggi"

    @property
    def address(self) -> str:
        return reverse("candidature_review:file", args=[self.submission.pk, self.uploaded.public_id])

    @property
    def content_address(self) -> str:
        return reverse("candidature_review:file_shown", args=[self.submission.pk, self.uploaded.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = list(self.submission.files.all())
        codes = [one.public_id for one in others]
        place = codes.index(self.uploaded.public_id) if self.uploaded.public_id in codes else None
        return {
            **super().get_context_data(**kwargs),
            "previous": others[place - 1] if place else None,
            "following": others[place + 1] if place is not None and place + 1 < len(others) else None,
            "place": None if place is None else place + 1,
            "how_many": len(others),
        }
