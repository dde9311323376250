"""Messages with the office: read and written by whoever holds a personal link."""

import contextlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidature.actors import APPLICANT
from candidature.intake import quotas
from candidature.messages import limits, reading, writing
from candidature.messages.form import TEXT, MessageForm
from candidature.messages.models import Message, Side
from candidature.messages.writing import Outcome
from candidature.process.forewarning import takes_observations
from candidature.public.filling import autosave
from candidature.public.secret_pages import (
    UNAVAILABLE,
    explain,
    retry_later,
    secret_page,
    show,
    unknown_link,
)
from candidature.public.submission.links import lost, with_submission
from candidature.submissions.downloads import handed_over
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from portal.limits import counting
from portal.privacy.tokens import is_well_formed, new_token
from portal.web import outage
from portal.web.visitors import client_of

# Of a long conversation; the rest is one press away.
SHOWN = 30
ALL = "tutti"
# Hidden input: which text the page showed as not sent yet.
KEPT = "kept"
# What the address says that a press came to.
OUTCOME, WAS_SENT = "esito", "inviato"


@secret_page
@with_submission
def messages(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """The conversation and the form below it. To be shown what the office wrote is to have read it."""
    if request.method == "POST":
        return _posted(request, token, submission)
    talk = _conversation(request, submission)
    answer = _show(request, token, submission, talk, MessageForm.kept(talk.unsent))
    if request.method == "GET":
        # A portal that cannot write still shows what it holds: it stays new.
        with contextlib.suppress(outage.OutageError), outage.noticed():
            reading.mark_read(submission, talk.messages, APPLICANT)
    return answer


@secret_page
@with_submission
def message_file(request: HttpRequest, token: str, submission: Submission, public_id: UUID) -> Any:
    """A file of the conversation, to save."""
    found = UploadedFile.objects.filter(message__submission=submission, public_id=public_id)
    # What the office attaches is not there before it is sent.
    uploaded = found.exclude(message__side=Side.OFFICE, message__sent_at=None).first()
    try:
        return handed_over(uploaded) if uploaded else _no_file(request, token)
    except OSError:
        return _no_file(request, token)


def _conversation(request: HttpRequest, submission: Submission) -> reading.Conversation:
    return reading.conversation(submission, APPLICANT, at_most=None if ALL in request.GET else SHOWN)


def _posted(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Keeps or sends what was typed, and leads to the page that says what came of it."""
    posted_key = request.POST.get("form_key", "")
    key = posted_key if is_well_formed(posted_key) else new_token()
    address = reverse("candidature:messages", args=[token])
    sent = f"{address}?{OUTCOME}={WAS_SENT}#{WAS_SENT}"

    def read(message: Message | None) -> MessageForm:
        dropped = request.dropped_files  # type: ignore[attr-defined]
        return MessageForm(message, request.POST, request.FILES, dropped=dropped)

    client = client_of(request)
    if autosave.is_asked(request):
        return _kept_while_typed(request, submission, read(None).text, key)
    try:
        with outage.noticed():
            quotas.sent_text(client, {TEXT: read(None).text})
            remove = request.POST.get("remove", "")
            kept = request.POST.get(KEPT, "")
            outcome = writing.press(
                submission,
                APPLICANT,
                read,
                key=key,
                received_at=request.received_at,  # type: ignore[attr-defined]
                client=client,
                kept=kept,
                remove=remove,
            )
    except counting.LimitReachedError as reached:
        contact = submission.page.specific.contact_email
        refused = _not_kept(request, token, submission, read, quotas.sentence(reached, contact), 429)
        return retry_later(refused, reached)
    except outage.OutageError:
        sentence = outage.sentence(with_files=bool(request.FILES))
        return _not_kept(request, token, submission, read, sentence, UNAVAILABLE)
    except Submission.DoesNotExist:
        return unknown_link(request, lost(request))
    return redirect(sent if outcome is Outcome.SENT else f"{address}#scrivi")


def _kept_while_typed(request: HttpRequest, submission: Submission, text: str, key: str) -> HttpResponse:
    """What the script is told that saves the text."""
    try:
        with outage.noticed():
            outcome, mark = writing.keep_text(
                submission,
                APPLICANT,
                text,
                key=key,
                kept=request.POST.get(KEPT, ""),
                client=client_of(request),
            )
    except counting.LimitReachedError as reached:
        return autosave.not_saved(quotas.sentence(reached, submission.page.specific.contact_email))
    except outage.OutageError:
        return autosave.not_saved(str(outage.SENTENCE))
    except Submission.DoesNotExist:
        return autosave.not_saved(_("Questo collegamento non apre più nulla."), goes_on=False)
    if outcome is Outcome.SENT:
        return autosave.not_saved(_("Questo messaggio è già stato inviato."), goes_on=False)
    if outcome is Outcome.ELSEWHERE:
        said = _("Un’altra finestra ha salvato un altro testo: premi «Invia il messaggio» per leggerli.")
        return autosave.not_saved(said, goes_on=False)
    return autosave.answer(mark, is_twofold=False)


def _not_kept(
    request: HttpRequest,
    token: str,
    submission: Submission,
    read: Callable[[Message | None], MessageForm],
    sentence: str,
    status: int,
) -> HttpResponse:
    """What was typed and could not be written down stands in the page and nowhere else."""
    talk = _conversation(request, submission)
    form = read(talk.unsent)
    form.forget_errors()
    form.add_error(None, sentence)
    return _show(request, token, submission, talk, form, status=status)


def _show(
    request: HttpRequest,
    token: str,
    submission: Submission,
    talk: reading.Conversation,
    form: MessageForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "token": token,
        "submission": submission,
        "subject": submission.page.specific,
        "talk": talk,
        "form": form,
        "form_key": new_token(),
        # Of a page that could not keep anything: as the page before said it.
        "kept": request.POST.get(KEPT, "") if request.method == "POST" else writing.mark(talk.unsent),
        "autosaves": True,
        "others": writing.others_of(talk.unsent),
        "observations_until": submission.info_due_at
        if takes_observations(submission, request.received_at)  # type: ignore[attr-defined]
        else None,
        "full_until": limits.full_until(submission),
        "was_sent": request.GET.get(OUTCOME) == WAS_SENT,
    }
    return show(request, "messages", submission.page, context, status=status)


def _no_file(request: HttpRequest, token: str) -> HttpResponseBase:
    return explain(
        request,
        status=404,
        title=_("Questo file non c’è"),
        text=_("Il collegamento non porta a un file dei tuoi messaggi, oppure il file non c’è più."),
        follow_token=token,
    )
