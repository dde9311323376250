"""The page behind the link of a letter: what is asked, what may be read for it, where the opinion is written.

Opening it changes nothing but the access log; only a press gives the opinion.
"""

import contextlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.intake import quotas
from candidature.intake.uploads import private_store
from candidature.models import UploadedFile
from candidature.public.secret_pages import retry_later, secret_page, show, unknown_link
from candidature.submissions.downloads import handed_over
from candidature.submissions.files import private_name
from candidature.submissions.in_words import rows
from istruttoria.opinions import asking, links
from istruttoria.opinions.models import LONGEST_OPINION, Opinion
from istruttoria.opinions.shown import files, replaced_since, sections
from moduli.files import CONTENT_TYPES, CheckedFile, check
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.limits.counting import LimitReachedError
from portal.web import outage
from portal.web.visitors import client_of

LARGEST_FILE_MB = 10


class OpinionForm(PublicForm):
    """The opinion and, if it is wanted, one file."""

    text = forms.CharField(
        label=gettext_lazy("Il tuo parere"),
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Scrivi il parere.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Allegato"),
        required=False,
        help_text=gettext_lazy("Facoltativo, uno solo: al massimo 10 MB. PDF, immagini o documenti."),
        error_messages={
            "empty": gettext_lazy("Questo file è vuoto: scegline un altro."),
            "missing": gettext_lazy("Il file non è arrivato: sceglilo di nuovo."),
            "invalid": gettext_lazy("Il file non è arrivato: sceglilo di nuovo."),
        },
    )
    checked: CheckedFile | None = None

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload:
            most = LARGEST_FILE_MB * 1024 * 1024
            self.checked = check(upload, extensions=list(CONTENT_TYPES), max_bytes=most)
        return upload


@secret_page
def give(request: HttpRequest, token: str) -> HttpResponse:
    """The page, and what is pressed on it."""
    opinion = links.find(token)
    if opinion is None:
        return unknown_link(request)
    if request.method == "POST":
        return _posted(request, token, opinion)
    if opinion.is_awaited(request.received_at):  # type: ignore[attr-defined]
        # A portal that cannot write still shows what is asked.
        with contextlib.suppress(outage.OutageError), outage.noticed():
            asking.note_reading(opinion)
    return _show(request, token, opinion, OpinionForm())


@secret_page
def file(request: HttpRequest, token: str, public_id: UUID) -> HttpResponseBase:
    """One of the chosen files, while the opinion is awaited."""
    opinion = links.find(token)
    if opinion is None or not opinion.is_awaited(request.received_at):  # type: ignore[attr-defined]
        return unknown_link(request)
    chosen: UploadedFile | None = next((one for one in files(opinion) if one.public_id == public_id), None)
    if chosen is None:
        return unknown_link(request)
    try:
        response = handed_over(chosen)
    except OSError:
        return unknown_link(request)
    with contextlib.suppress(outage.OutageError), outage.noticed():
        asking.note_reading(opinion)
    return response


def _posted(request: HttpRequest, token: str, opinion: Opinion) -> HttpResponse:
    at = request.received_at  # type: ignore[attr-defined]
    if not opinion.is_awaited(at):
        # A second press, or the term passed or all was decided meanwhile: the page says which.
        return redirect(reverse("opinions:give", args=[token]))
    form = OpinionForm(plain_text_data(request.POST), request.FILES)
    if request.dropped_files.get("file"):  # type: ignore[attr-defined]
        # Too large to be read at all.
        form.add_error(
            "file", _("Il file è troppo grande: al massimo %(most)d MB.") % {"most": LARGEST_FILE_MB}
        )
    if not form.is_valid():
        return _show(request, token, opinion, form, status=400)
    client = client_of(request)
    try:
        with outage.noticed():
            quotas.sent_text(client, {"text": form.cleaned_data["text"]})
            _keep(opinion, form, client, at)
    except LimitReachedError as reached:
        form.add_error(None, quotas.sentence(reached, opinion.submission.page.specific.contact_email))
        return retry_later(_show(request, token, opinion, form, status=429), reached)
    except quotas.NoRoomError as full:
        form.add_error("file", str(full) % {"name": form.cleaned_data["file"].name})
        return _show(request, token, opinion, form, status=400)
    except outage.OutageError:
        form.add_error(None, outage.sentence(with_files=bool(request.FILES)))
        return _show(request, token, opinion, form, status=503)
    except asking.NotAwaitedError:
        # Given, revoked, decided or erased in this moment.
        pass
    return redirect(reverse("opinions:give", args=[token]))


def _keep(opinion: Opinion, form: OpinionForm, client: str, at: datetime) -> None:
    """The file goes to the disk before the transaction that names it, and away again if it fails."""
    checked = form.checked
    if checked is None:
        asking.give(opinion, form.cleaned_data["text"], None, at)
        return
    quotas.upload(client, checked.size)
    name = private_store().save(private_name(UploadedFile(), ""), checked.upload)
    columns = {
        "original_name": checked.name,
        "content_type": checked.content_type,
        "size": checked.size,
        "sha256": checked.sha256,
        "file": name,
    }
    try:
        asking.give(opinion, form.cleaned_data["text"], columns, at)
    except BaseException:
        private_store().delete(name)
        raise


def _show(
    request: HttpRequest, token: str, opinion: Opinion, form: OpinionForm, *, status: int = 200
) -> HttpResponse:
    submission, page = opinion.submission, opinion.submission.page.specific
    awaited = opinion.is_awaited(request.received_at)  # type: ignore[attr-defined]
    revisions = submission.answer_revisions.select_related("form_version") if awaited else []
    replaced = replaced_since(opinion, revisions)
    context = {
        "token": token,
        "opinion": opinion,
        "subject": page,
        "form": form,
        "is_awaited": awaited,
        "heading": _heading(opinion, awaited),
        "is_dropped": opinion.is_dropped,
        "is_revoked": opinion.state == Opinion.State.REVOKED,
        "is_given": opinion.state == Opinion.State.GIVEN,
        "sections": sections(opinion, replaced) if awaited else [],
        "updated_at": replaced[0].replaced_at if replaced else None,
        "applicant_rows": rows(submission) if awaited and opinion.shows_applicant else [],
        "here": _("Il tuo parere"),
    }
    return show(request, "opinion", submission.page, context, status=status)


def _heading(opinion: Opinion, awaited: bool) -> str:
    """What the page says first, in its title too."""
    if opinion.state == Opinion.State.GIVEN:
        return _("Abbiamo ricevuto il tuo parere")
    if opinion.is_dropped or opinion.state == Opinion.State.REVOKED:
        return _("Il tuo parere non serve più")
    return _("Ti chiediamo un parere") if awaited else _("Il termine è passato")
