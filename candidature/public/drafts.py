"""Writing an application: who you are, the steps, the summary, sending.

Everything typed is kept on the server after each press of a button, valid or not; only "Avanti" and "Invia"
ask that it be right. A GET changes nothing.
"""

import contextlib
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from candidature.intake import drafts, quotas, sending
from candidature.intake.uploads import written
from candidature.links import secret_links
from candidature.links.tokens import digest, is_well_formed, new_token
from candidature.pages.participation import ParticipationPage
from candidature.pages.window import Window
from candidature.public.applicant import ApplicantForm, initial, rows
from candidature.public.secret_pages import View, explain, secret_page, show, unknown_link
from candidature.submissions.models import Draft, Submission
from moduli import IncompleteAnswersError, Schema, StepForm, check_answers, freeze, readable
from portal.limits import counting as limits
from portal.web import outage
from portal.web.visitors import client_of

# A form with errors: understood, but it cannot be processed (RFC 9110, 15.5.21).
UNPROCESSABLE = 422
# The portal cannot write at the moment: the form is shown again with what was typed.
UNAVAILABLE = 503
# Hidden input of the first form and of the summary: by it a second press is known, and it opens nothing.
FORM_KEY = "form_key"
# Hidden input of a step: its key, because an editor may move steps while somebody writes.
STEP = "step"


@secret_page
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """Step 0 of something new. The key in the form makes two presses one draft."""
    page = _open_to_the_public(page_id)
    if page is None:
        return explain(
            request,
            status=404,
            title=_("Questo avviso o evento non c’è più"),
            text=_("Forse è stato tolto, oppure l’indirizzo non è completo."),
        )
    if not page.accepts(request.received_at):  # type: ignore[attr-defined]
        return _not_open(request, page)
    if request.method != "POST":
        return _applicant_page(request, page, ApplicantForm(page), new_token())
    key = _form_key(request)
    form = ApplicantForm(page, request.POST)
    if not form.is_valid():
        return _applicant_page(request, page, form, key)
    try:
        with outage.noticed():
            _draft, token = drafts.start_draft(page, key, form.identity(), client=client_of(request))
    except limits.LimitReachedError as reached:
        return _refused(request, page, form, key, reached)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return _applicant_page(request, page, form, key, status=UNAVAILABLE)
    except drafts.DraftGoneError:
        form.add_error(
            None,
            _(
                "Con questo modulo hai già cominciato: riprendi dal tuo collegamento personale. Se invece "
                "vuoi cominciare da capo, premi di nuovo «Avanti»."
            ),
        )
        return _applicant_page(request, page, form, new_token(), status=409)
    return _after(request, page, token, 0)


def with_draft(view: View) -> View:
    """Finds the draft of a secret link and its page. Without one it explains, or leads to what was sent."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = None
        if is_well_formed(token):
            found = Draft.objects.select_related("page", "municipality")
            draft = found.filter(token_hash=digest(token)).first()
        if draft is None:
            return _no_draft(request, token, kwargs.get("number"))
        if draft.expires_at <= timezone.now():
            return explain(
                request,
                status=410,
                title=_("Questa bozza è scaduta"),
                text=_(
                    "Le bozze restano trenta giorni dall’ultimo salvataggio. Se il termine è ancora aperto, "
                    "puoi ricominciare."
                ),
                page_link=draft.page,
            )
        page = draft.page.specific
        try:
            return view(request, token, draft, page, *args, **kwargs)
        except drafts.DraftGoneError:
            # Sent from another tab, or by a second press, while this request was under way.
            return _no_draft(request, token, kwargs.get("number"))

    return wrapped


def _no_draft(request: HttpRequest, token: str, number: int | None) -> HttpResponse:
    """What a link says that opens no draft. Only a second press leads on to what the first made."""
    ended = secret_links.ended(token) if is_well_formed(token) else None
    if ended is None:
        return unknown_link(request)
    key = request.POST.get(FORM_KEY, "") if request.method == "POST" else ""
    if ended.draft is not None:
        replaced_by = secret_links.replacement(token, key) if number == 0 else None
        if replaced_by is not None:
            return _after(request, ended.draft.page.specific, replaced_by, 0)
        return _replaced(request)
    if is_well_formed(key) and secret_links.sent_by(token, key) is not None:
        return redirect("candidature:sent", secret_links.receipt_secret(token, key))
    return _already_sent(request)


def _replaced(request: HttpRequest) -> HttpResponse:
    return explain(
        request,
        status=410,
        title=_("Questo collegamento è stato sostituito"),
        text=_(
            "Quando si cambia l’indirizzo email la bozza riceve un nuovo collegamento personale, e il "
            "vecchio non apre più nulla. Continua dalla pagina in cui hai cambiato l’indirizzo. Ciò che "
            "stavi scrivendo in questa pagina è ancora qui se torni indietro con il pulsante del browser."
        ),
    )


def _already_sent(request: HttpRequest) -> HttpResponse:
    return explain(
        request,
        status=410,
        title=_("Questa bozza è già stata inviata"),
        text=_(
            "Il collegamento della bozza non apre più nulla. Per vedere a che punto è, completare o "
            "ritirarti usa il collegamento personale che trovi nella lettera di ricevuta, arrivata per email."
        ),
    )


@secret_page
@with_draft
def step(
    request: HttpRequest, token: str, draft: Draft, page: ParticipationPage, number: int
) -> HttpResponse:
    """One step of the form; number 0 is who you are."""
    schema = freeze(page.steps)
    if number > len(schema["steps"]):
        return redirect("candidature:summary", token)
    if number == 0:
        return _applicant_step(request, token, draft, page)
    if request.method != "POST":
        if not _accepts(request, page):
            return _too_late(request, draft, page, schema)
        form = StepForm(schema["steps"][number - 1], answers=draft.answers, uploads=draft.files.all())
        return _step_page(request, token, page, schema, number, form)

    moved_to = _position(schema, request.POST.get(STEP, schema["steps"][number - 1]["key"]))
    if moved_to is None:
        return redirect("candidature:step", token, number)
    number = moved_to
    looked_into = _step_form(request, schema, number, draft)
    try:
        with outage.noticed(), written([looked_into], draft, client_of(request)) as files:
            draft, form, removed = drafts.keep_step(
                draft,
                lambda held: _step_form(request, schema, number, held),
                files,
                client=client_of(request),
                remove=request.POST.get("remove", ""),
            )
    except limits.LimitReachedError as reached:
        looked_into.forget_errors()
        looked_into.add_error(None, quotas.sentence(reached, page.contact_email))
        response = _step_page(request, token, page, schema, number, looked_into, status=429)
        response["Retry-After"] = str(reached.seconds)
        return response
    except outage.OutageError:
        looked_into.forget_errors()
        sentence = f"{outage.SENTENCE} {outage.FILES_SENTENCE}" if request.FILES else str(outage.SENTENCE)
        looked_into.add_error(None, sentence)
        return _step_page(request, token, page, schema, number, looked_into, status=UNAVAILABLE)
    if not _accepts(request, page):
        return _too_late(request, draft, page, schema)
    if removed is not None:
        return redirect(f"{_address(token, number)}#q-{removed.question_key}")
    return _leave_step(request, token, page, schema, number, form)


def _step_form(request: HttpRequest, schema: Schema, number: int, draft: Draft) -> StepForm:
    """The posted form of a step, against what the draft holds as it was read."""
    return StepForm(
        schema["steps"][number - 1],
        request.POST,
        request.FILES,
        answers=draft.answers,
        uploads=draft.files.all(),
        dropped=request.dropped_files,  # type: ignore[attr-defined]
    )


@secret_page
@with_draft
def saved(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Where the draft can be found again."""
    number = request.GET.get("passo", "")
    back = _address(token, int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0)
    context = {"page": page, "draft": draft, "link": settings.SITE_URL + back, "back": back}
    return show(request, "saved", page, context)


@secret_page
@with_draft
def summary(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Everything as it will be sent, the privacy notice, and the button that sends it."""
    schema = freeze(page.steps)
    if request.method != "POST":
        if not _accepts(request, page):
            return _too_late(request, draft, page, schema)
        return _summary_page(request, token, draft, page, schema)
    read = request.POST.get("notice_read") == "on"
    if not read and _accepts(request, page):
        error = _("Per inviare occorre dichiarare di avere letto l’informativa.")
        return _summary_page(request, token, draft, page, schema, status=UNPROCESSABLE, notice_error=error)
    notice = request.POST.get("notice", "")
    key = _form_key(request)
    try:
        with outage.noticed():
            sending.submit(
                token,
                received_at=request.received_at,  # type: ignore[attr-defined]
                notice_id=int(notice) if notice.isascii() and notice.isdigit() and len(notice) < 10 else None,
                client=client_of(request),
                form_key=key,
            )
    except outage.OutageError:
        return _summary_page(
            request, token, draft, page, schema, status=UNAVAILABLE, refusal=str(outage.SENTENCE)
        )
    except limits.LimitReachedError as reached:
        refusal = quotas.sentence(reached, page.contact_email)
        response = _summary_page(request, token, draft, page, schema, status=429, refusal=refusal)
        response["Retry-After"] = str(reached.seconds)
        return response
    except sending.AlreadySignedUpError as already:
        return _already_signed_up(request, token, page, already.submission)
    except sending.WindowClosedError:
        return _too_late(request, draft, page, schema)
    except sending.ApplicantNotAdmittedError:
        return explain(
            request,
            status=409,
            title=_("Chi può partecipare è cambiato mentre scrivevi"),
            text=_(
                "Ora la pagina è riservata ad altri: nulla è stato inviato e la bozza resta com’era. Se puoi "
                "ancora partecipare, torna al primo passo e correggi «Chi sei»."
            ),
        )
    except sending.NoticeNotReadError:
        error = _("L’informativa è cambiata mentre scrivevi: leggi la nuova versione e invia di nuovo.")
        return _summary_page(request, token, draft, page, schema, status=409, notice_error=error)
    except IncompleteAnswersError:
        return _summary_page(request, token, draft, page, schema, status=409)
    return redirect("candidature:sent", secret_links.receipt_secret(token, key))


def _form_key(request: HttpRequest) -> str:
    """The key of the posted form; a new one, which no second press can repeat, when it was lost."""
    posted = request.POST.get(FORM_KEY, "")
    return posted if is_well_formed(posted) else new_token()


def _open_to_the_public(page_id: int) -> ParticipationPage | None:
    """The page that is answered at this address; a translation leads to its original."""
    # An id larger than any database's integers matches nothing.
    found = Page.objects.live().public().filter(pk=page_id).specific().first() if page_id < 2**31 else None
    if not isinstance(found, ParticipationPage):
        return None
    return found if found.original_id is None else _open_to_the_public(found.original_id)


def _accepts(request: HttpRequest, page: ParticipationPage) -> bool:
    return page.accepts(request.received_at)  # type: ignore[attr-defined]


def _position(schema: Schema, key: str) -> int | None:
    """The number of the step with this key now; None when it is no longer asked."""
    keys = [step["key"] for step in schema["steps"]]
    return keys.index(key) + 1 if key in keys else None


def _address(token: str, number: int) -> str:
    return reverse("candidature:step", args=[token, number])


def _after(request: HttpRequest, page: ParticipationPage, token: str, number: int) -> HttpResponse:
    """Where one goes from a step that is in order, according to the button."""
    if request.POST.get("action") == "save":
        return redirect(f"{reverse('candidature:saved', args=[token])}?passo={number}")
    if request.POST.get("action") == "summary" or number >= len(page.steps):
        return redirect("candidature:summary", token)
    return redirect("candidature:step", token, number + 1)


def _leave_step(
    request: HttpRequest, token: str, page: ParticipationPage, schema: Schema, number: int, form: StepForm
) -> HttpResponse:
    action = request.POST.get("action")
    if action in ("save", "back"):
        if form.keep_only_refused_files():
            return _step_page(request, token, page, schema, number, form, status=UNPROCESSABLE)
        if action == "save":
            return _after(request, page, token, number)
        return redirect("candidature:step", token, number - 1)
    opened = form.unrevealed()
    if opened:
        # Not an error: the page could not show these questions before the choice was made.
        status = UNPROCESSABLE if form.keep_only_refused_files() else 200
        return _step_page(request, token, page, schema, number, form, status=status, opened=True)
    if not form.is_valid():
        return _step_page(request, token, page, schema, number, form, status=UNPROCESSABLE)
    return _after(request, page, token, number)


def _applicant_step(request: HttpRequest, token: str, draft: Draft, page: ParticipationPage) -> HttpResponse:
    """Step 0 of a draft that exists."""
    if not _accepts(request, page):
        return _too_late(request, draft, page, freeze(page.steps))
    if request.method != "POST":
        form = ApplicantForm(page, initial=initial(draft))
        return _applicant_page(request, page, form, new_token(), draft=draft)
    key = _form_key(request)
    form = ApplicantForm(page, request.POST)
    if not form.is_valid():
        return _applicant_page(request, page, form, key, draft=draft)
    try:
        with outage.noticed():
            moved_to = drafts.save_identity(draft, form.identity(), form_key=key)
    except outage.OutageError:
        form.add_error(None, str(outage.SENTENCE))
        return _applicant_page(request, page, form, key, draft=draft, status=UNAVAILABLE)
    return _after(request, page, moved_to or token, 0)


def _refused(
    request: HttpRequest,
    page: ParticipationPage,
    form: ApplicantForm,
    token: str,
    reached: limits.LimitReachedError,
) -> HttpResponse:
    form.add_error(None, quotas.sentence(reached, page.contact_email))
    response = _applicant_page(request, page, form, token, status=429)
    response["Retry-After"] = str(reached.seconds)
    return response


def _already_signed_up(
    request: HttpRequest, token: str, page: ParticipationPage, earlier: Submission
) -> HttpResponse:
    """Says it to whoever reads the page without showing anything; the way to it goes to the mailbox."""
    # At a limit the mailbox got this letter, or many others, a short time ago.
    with contextlib.suppress(limits.LimitReachedError):
        sending.remind(
            earlier,
            at=request.received_at,  # type: ignore[attr-defined]
            client=client_of(request),
        )
    return explain(
        request,
        status=409,
        title=_("Con questo nome e questo indirizzo c’è già un’iscrizione"),
        text=_(
            "Ogni persona si iscrive una volta sola: non abbiamo inviato nulla di nuovo. Per vedere o "
            "ritirare l’iscrizione che c’è, apri il collegamento che ti abbiamo mandato per email. Se vuoi "
            "iscrivere un’altra persona, torna al primo passo e scrivi il suo nome: la bozza è rimasta "
            "com’era."
        ),
        way_back=_address(token, 0),
    )


def _applicant_page(
    request: HttpRequest,
    page: ParticipationPage,
    form: ApplicantForm,
    key: str,
    *,
    draft: Draft | None = None,
    status: int | None = None,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "form_key": key,
        "draft": draft,
        "titles": _titles(freeze(page.steps)),
        "current": 1,
        "places": page.places(),
    }
    status = status or (UNPROCESSABLE if form.errors else 200)
    return show(request, "applicant", page, context, status=status)


def _step_page(
    request: HttpRequest,
    token: str,
    page: ParticipationPage,
    schema: Schema,
    number: int,
    form: StepForm,
    *,
    status: int = 200,
    opened: bool = False,
) -> HttpResponse:
    context = {
        "page": page,
        "token": token,
        "form": form,
        "step": schema["steps"][number - 1],
        "titles": _titles(schema),
        "current": number + 1,
        "number": number,
        "opened": opened,
    }
    return show(request, "step", page, context, status=status)


def _titles(schema: Schema) -> list[str]:
    return [_("Chi sei"), *(step["title"] for step in schema["steps"]), _("Riepilogo")]


def _summary_page(
    request: HttpRequest,
    token: str,
    draft: Draft,
    page: ParticipationPage,
    schema: Schema,
    *,
    status: int = 200,
    notice_error: str = "",
    refusal: str = "",
) -> HttpResponse:
    uploads = list(draft.files.all())
    incomplete: list[str] = []
    try:
        check_answers(schema, draft.answers, uploads)
    except IncompleteAnswersError as error:
        incomplete = error.steps
    sections = readable(schema, draft.answers, uploads)
    titles = _titles(schema)
    context = {
        "page": page,
        "token": token,
        "applicant_rows": rows(draft),
        "sections": [
            (number, section, section.key in incomplete) for number, section in enumerate(sections, start=1)
        ],
        "incomplete": [
            (number, section.title)
            for number, section in enumerate(sections, start=1)
            if section.key in incomplete
        ],
        "titles": titles,
        "current": len(titles),
        "places": page.places(),
        "notice": page.privacy_notice,
        "notice_error": notice_error,
        "refusal": refusal,
        "notice_was_read": bool(refusal),
        "form_key": _form_key(request) if request.method == "POST" else new_token(),
        "last_step": len(schema["steps"]),
    }
    return show(request, "summary", page, context, status=status)


def _too_late(request: HttpRequest, draft: Draft, page: ParticipationPage, schema: Schema) -> HttpResponse:
    """The window closed while the draft was being written: nothing can be sent, nothing typed is hidden."""
    context = {
        "page": page,
        "standing": page.standing(request.received_at),  # type: ignore[attr-defined]
        "applicant_rows": rows(draft),
        "sections": readable(schema, draft.answers, draft.files.all()),
        "expires_at": draft.expires_at,
    }
    return show(request, "too_late", page, context, status=410)


def _not_open(request: HttpRequest, page: ParticipationPage) -> HttpResponse:
    standing = page.standing(request.received_at)  # type: ignore[attr-defined]
    closed = standing.window is Window.CLOSED
    return show(
        request, "not_open", page, {"page": page, "standing": standing}, status=410 if closed else 409
    )
