"""Behind the link of somebody who is asked to confirm: what is written, and their answer.

Opening the page, which mail programs do, answers nothing.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidature.confirmations import answering, links, noting
from candidature.confirmations.answering import MOST_REASON
from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation
from candidature.pages.translations import in_spoken_words
from candidature.public.filling import press
from candidature.public.filling.typed import Rows
from candidature.public.secret_pages import could_not_save, explain, secret_page, show, unknown_link
from candidature.submissions.downloads import handed_over
from candidature.submissions.in_words import rows
from moduli import readable
from portal.forms.public import PublicForm
from portal.forms.text import plain_text_data
from portal.web import outage

_CHANGED, _NOT_AWAITED = "cambiata", "tardi"


class DeclineForm(PublicForm):
    """Why somebody does not confirm."""

    reason = forms.CharField(
        label=gettext_lazy("Vuoi dire perché? (facoltativo)"),
        required=False,
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Lo leggono chi ti ha indicato e l’ufficio."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(None if data is None else plain_text_data(data))
        self.fields["reason"].widget.attrs.pop("maxlength", None)


@secret_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what is written and asks; a POST answers."""
    confirmation = links.find(token)
    if confirmation is None:
        return unknown_link(request, _typed(request))
    if request.method != "POST":
        return _show(request, token, confirmation)
    try:
        with outage.noticed():
            return _pressed(request, token, confirmation)
    except outage.OutageError:
        return could_not_save(request)


def _typed(request: HttpRequest) -> Rows:
    """Label and text of a posted reason, to be read and copied."""
    reason = request.POST.get("reason", "").strip()
    return [(str(DeclineForm().fields["reason"].label), reason)] if reason else []


@secret_page
def answer_file(request: HttpRequest, token: str, public_id: uuid.UUID) -> HttpResponseBase:
    """One of the files of what is to be confirmed, until it is confirmed as it is; the log has it."""
    confirmation = links.find(token)
    if confirmation is None:
        return unknown_link(request)
    application = Application.of(confirmation)
    closed = application.closed_to(confirmation, request.received_at)  # type: ignore[attr-defined]
    # A letter is kept for years: who confirmed needs the files no more.
    is_answered = closed is not None or confirmation.has_confirmed(application.content)
    if request.method == "POST" or is_answered:
        return redirect("candidature:answer", token)
    uploaded = next((file for file in application.files() if file.public_id == public_id), None)
    try:
        if uploaded is None:
            return _no_such_file(request)
        answer = handed_over(uploaded)
        with outage.noticed():
            noting.note(noting.FILE_READ, confirmation, noting.who_answers(confirmation))
    except outage.OutageError:
        return could_not_save(request)
    except OSError:
        return _no_such_file(request)
    return answer


def _no_such_file(request: HttpRequest) -> HttpResponse:
    return explain(
        request,
        status=404,
        title=_("Questo file non c’è"),
        text=_(
            "Forse chi ti ha indicato l’ha tolto o sostituito, oppure in questo momento il portale non "
            "riesce a leggerlo. Torna alla pagina da cui sei partito: i file che contano sono lì."
        ),
    )


def _pressed(request: HttpRequest, token: str, confirmation: Confirmation) -> HttpResponse:
    action, at = request.POST.get("action", ""), request.received_at  # type: ignore[attr-defined]
    outcome = ""
    try:
        if action == "object":
            answering.object_to(confirmation, at=at)
        elif action == "decline":
            form = DeclineForm(request.POST)
            if form.is_valid():
                answering.decline(confirmation, reason=form.cleaned_data["reason"], at=at)
            else:
                answering.keep_typed(confirmation, str(form.data.get("reason") or ""))
                outcome = press.CHECK
        elif action == "confirm":
            answering.confirm(confirmation, seen=request.POST.get(press.SEEN, ""), at=at)
    except answering.ContentChangedError:
        outcome = _CHANGED
    except answering.NotAwaitedError:
        outcome = _NOT_AWAITED
    return redirect(press.saying(reverse("candidature:answer", args=[token]), outcome))


def _show(request: HttpRequest, token: str, confirmation: Confirmation) -> HttpResponse:
    application, outcome = Application.of(confirmation), press.outcome(request)
    page, written = in_spoken_words(application.page), application.written
    closed = application.closed_to(confirmation, request.received_at)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "page": page,
        "token": token,
        "confirmation": confirmation,
        "closed": closed.name if closed else "",
        "asker": written.applicant_name,
        "content_changed": outcome == _CHANGED and closed is None,
        "gives_back": answering.gives_back(confirmation, application, request.received_at),  # type: ignore[attr-defined]
        "gave_back": confirmation.said_no and answering.gave_back(application),
    }
    if closed is None:
        is_confirmed = confirmation.has_confirmed(application.content)
        typed = confirmation.typed if outcome == press.CHECK else None
        context |= {
            "is_confirmed": is_confirmed,
            "was_confirmed": bool(confirmation.content),
            "seen": answering.shown(confirmation, application),
            "applicant_rows": rows(written),
            "sections": readable(application.schema(), written.answers, written.files.all()),
            "files": [] if is_confirmed else application.files(),
            "is_draft": application.draft is not None,
            "until": page.last_moment if application.draft else None,
            "form": DeclineForm(typed),
        }
    return show(request, "answer", page, context)
