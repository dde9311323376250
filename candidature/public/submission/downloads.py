"""What whoever has the personal link takes away: the receipt, their own files, all that the portal holds."""

import contextlib
import uuid

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from candidature.actors import APPLICANT
from candidature.intake import quotas
from candidature.privacy import portable
from candidature.process import changes
from candidature.public.secret_pages import UNAVAILABLE, explain, retry_later, secret_page
from candidature.public.submission.links import with_submission
from candidature.receipts import document, everything
from candidature.submissions.downloads import handed_over
from candidature.submissions.models import Submission
from portal.limits.counting import LimitReachedError
from portal.pdf import counted
from portal.pdf.press import NotMadeError
from portal.web import downloads, outage
from portal.web.visitors import client_of

PDF, JSON = "application/pdf", "application/json"


@secret_page
@with_submission
def receipt_pdf(request: HttpRequest, token: str, submission: Submission) -> HttpResponseBase:
    """The receipt as a PDF document."""
    if request.method == "POST":
        return redirect("candidature:receipt", token)
    try:
        _count(request)
        content = document.receipt_pdf(submission)
    except LimitReachedError as reached:
        return retry_later(_too_many(request, token, reached), reached)
    except NotMadeError:
        return explain(
            request,
            status=UNAVAILABLE,
            title=_("Ora il documento non si può preparare"),
            text=_(
                "Non è colpa tua, e chi gestisce il portale è avvisato. Ciò che hai inviato è al sicuro: la "
                "ricevuta si legge e si stampa dalla tua pagina. Riprova tra qualche minuto."
            ),
            follow_token=token,
        )
    return downloads.made(content, document.file_name(submission), PDF)


@secret_page
@with_submission
def own_data(request: HttpRequest, token: str, submission: Submission) -> HttpResponseBase:
    """All that the portal holds of the submission, for a program to read."""
    if request.method == "POST":
        return redirect("candidature:follow", token)
    return downloads.made(portable.as_json(submission), f"{submission.reference}.json", JSON)


@secret_page
@with_submission
def own_archive(request: HttpRequest, token: str, submission: Submission) -> HttpResponseBase:
    """The receipt, the data, messages, letters, history and all files, in one archive; the log notes it."""
    if request.method == "POST":
        return redirect("candidature:follow", token)
    try:
        _count(request)
    except LimitReachedError as reached:
        return retry_later(_too_many(request, token, reached), reached)
    pieces = everything.as_zip(submission)
    if request.method == "GET":
        # A portal that cannot write still hands over what is theirs.
        with contextlib.suppress(outage.OutageError), outage.noticed():
            changes.record(submission, everything.TAKEN, APPLICANT)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"{submission.reference}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return downloads.closed_in(response)


@secret_page
@with_submission
def own_file(
    request: HttpRequest, token: str, submission: Submission, public_id: uuid.UUID
) -> HttpResponseBase:
    """One of the files that came with the submission."""
    if request.method == "POST":
        return redirect("candidature:follow", token)
    uploaded = submission.files.filter(public_id=public_id).first()
    try:
        return handed_over(uploaded) if uploaded else _no_such_file(request, token)
    except OSError:
        return _no_such_file(request, token)


def _count(request: HttpRequest) -> None:
    try:
        with outage.noticed():
            counted.count(client_of(request))
    except outage.OutageError:
        # A portal that cannot write can still hand over what there is; how much at once is bounded anyhow.
        return


def _no_such_file(request: HttpRequest, token: str) -> HttpResponse:
    return explain(
        request,
        status=404,
        title=_("Questo file non c’è"),
        text=_(
            "Forse l’hai tolto o sostituito, oppure in questo momento il portale non riesce a leggerlo. I "
            "file che contano sono nell’elenco della tua pagina; se ne manca uno, scrivi ai contatti "
            "dell’avviso."
        ),
        follow_token=token,
    )


def _too_many(request: HttpRequest, token: str, reached: LimitReachedError) -> HttpResponse:
    return explain(
        request,
        status=429,
        title=_("Troppi documenti in poco tempo"),
        text=quotas.sentence(reached),
        follow_token=token,
    )
