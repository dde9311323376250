"""After sending: the receipt, following the state, completing when asked, withdrawing."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidature.actors import APPLICANT
from candidature.intake import completion
from candidature.intake.uploads import written
from candidature.links import secret_links
from candidature.links.tokens import digest, is_well_formed
from candidature.privacy.erasure_day import term_of
from candidature.process import workflow
from candidature.public.applicant import rows
from candidature.public.drafts import UNAVAILABLE, UNPROCESSABLE
from candidature.public.secret_pages import View, explain, secret_page, show, unknown_link
from candidature.public.states import history, in_words
from candidature.statuses import Status
from candidature.submissions.models import FollowLink, Submission
from moduli import Answers, IncompleteAnswersError, StepForm, readable, walk
from portal.web import outage
from portal.web.visitors import client_of

# Hidden inputs of the completion page: the ids of the files that are part of the answers now.
ATTACHED = "attached"


def with_submission(view: View) -> View:
    """Finds the submission of a secret link, or says that the link leads nowhere."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        link = None
        if is_well_formed(token):
            links = FollowLink.objects.select_related(
                "submission__page", "submission__municipality", "submission__privacy_notice"
            )
            link = links.filter(token_hash=digest(token)).first()
        if link is None:
            return unknown_link(request)
        if link.revoked_at is not None:
            return _link_renewed(request, status=410)
        return view(request, token, link.submission, *args, **kwargs)

    return wrapped


@secret_page
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, for the browser that has just sent. This address leads here for a few minutes only."""
    found = secret_links.handed_over(token) if is_well_formed(token) else None
    if found is None:
        return explain(
            request,
            status=410,
            title=_("La ricevuta non si mostra più da qui"),
            text=_(
                "Questo indirizzo vale solo per pochi minuti dopo l’invio. La ricevuta e il tuo collegamento "
                "personale sono nella lettera che ti abbiamo mandato per email."
            ),
        )
    if request.method == "POST":
        return redirect("candidature:sent", token)
    link, follow_token = found
    return show(request, "receipt", link.submission.page, _context(follow_token, link.submission))


@secret_page
@with_submission
def receipt(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """What was received and when, who answers, by when: to read, print and keep."""
    if request.method == "POST":
        return redirect("candidature:receipt", token)
    return show(request, "receipt", submission.page, _context(token, submission))


@secret_page
@with_submission
def follow(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Where the submission stands, what happened, what it says."""
    if request.method == "POST":
        return redirect("candidature:follow", token)
    context = _context(token, submission)
    context |= {
        "history": history(submission),
        "can_withdraw": _can(submission, "withdraw"),
        "can_complete": _can(submission, "complete"),
        "request_text": _last_request(submission),
        "online_url": context["subject"].online_access(submission),
    }
    return show(request, "follow", submission.page, context)


@secret_page
@with_submission
def renew(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Sends a new personal link by letter and ends all the others, the one of this address included."""
    if request.method != "POST":
        return redirect("candidature:follow", token)
    done = secret_links.renew(submission, APPLICANT, presented=token)
    return _link_renewed(request, status=200 if done else 410)


def _link_renewed(request: HttpRequest, *, status: int) -> HttpResponse:
    """Also what a second press, or anybody with an ended link, gets to read: nothing of the submission."""
    return explain(
        request,
        status=status,
        title=_("Questo collegamento non vale più"),
        text=_(
            "Abbiamo annullato tutti i collegamenti precedenti e ne abbiamo mandato uno nuovo per email, "
            "all’indirizzo indicato quando hai partecipato: usa quello. Se non arriva entro un’ora guarda "
            "nella posta indesiderata o scrivi ai contatti dell’avviso."
        ),
    )


@secret_page
@with_submission
def withdraw(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Asks first; a POST withdraws."""
    if submission.status == Status.WITHDRAWN:
        # Also where a second press on the button ends.
        return redirect("candidature:follow", token)
    if not _can(submission, "withdraw"):
        return _not_possible_any_more(request, token)
    if request.method != "POST":
        return show(request, "withdraw", submission.page, _context(token, submission))
    try:
        with outage.noticed():
            workflow.transition(
                submission.pk,
                "withdraw",
                APPLICANT,
                expected_version=_version(request),
                at=request.received_at,  # type: ignore[attr-defined]
            )
    except outage.OutageError:
        return explain(
            request,
            status=UNAVAILABLE,
            title=_("In questo momento il portale non riesce a salvare"),
            text=_(
                "Non è colpa tua, e chi gestisce il portale è avvisato. Non abbiamo cambiato nulla: aspetta "
                "qualche minuto e ritirati di nuovo."
            ),
            follow_token=token,
        )
    except workflow.ConflictError:
        if _was_done(request, submission, "withdraw"):
            return redirect("candidature:follow", token)
        return _changed_meanwhile(request, token)
    except workflow.NotPossibleError:
        return _not_possible_any_more(request, token)
    return redirect("candidature:follow", token)


@secret_page
@with_submission
def complete(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Answers a request of integration: all the answers on one page, as they are now."""
    if not _can(submission, "complete"):
        if request.method == "POST" and _was_done(request, submission, "complete"):
            return redirect("candidature:follow", token)
        return _not_possible_any_more(request, token)
    if submission.info_due_at and request.received_at >= submission.info_due_at:  # type: ignore[attr-defined]
        return _term_is_over(request, token, submission)
    if request.method != "POST":
        return _completion_page(request, token, submission, _completion_forms(submission))
    looked_into = _completion_forms(submission, request)
    try:
        with outage.noticed(), written(looked_into, submission, client_of(request)) as files:
            forms = completion.keep_files(
                submission,
                lambda held: _completion_forms(held, request),
                files,
                remove=request.POST.get("remove", ""),
            )
    except outage.OutageError:
        return _completion_outage(request, token, submission, looked_into)
    unrevealed = [branch for form in forms for branch in form.unrevealed()]
    if unrevealed or request.POST.get("remove"):
        refused = [form for form in forms if form.keep_only_refused_files()]
        status = UNPROCESSABLE if refused else 200
        return _completion_page(request, token, submission, forms, status=status, opened=bool(unrevealed))
    if any(form.errors for form in forms):
        return _completion_page(request, token, submission, forms, status=UNPROCESSABLE)
    answers: Answers = {}
    for form in forms:
        answers |= form.answers()
    try:
        with outage.noticed():
            completion.complete(
                submission,
                answers,
                expected_version=_version(request),
                received_at=request.received_at,  # type: ignore[attr-defined]
            )
    except outage.OutageError:
        return _completion_outage(request, token, submission, forms)
    except IncompleteAnswersError:
        return _completion_page(request, token, submission, forms, status=409)
    except workflow.ConflictError:
        if _was_done(request, submission, "complete"):
            return redirect("candidature:follow", token)
        return _changed_meanwhile(request, token)
    except workflow.NotPossibleError:
        return _not_possible_any_more(request, token)
    except workflow.TooLateError:
        return _term_is_over(request, token, submission)
    return redirect("candidature:follow", token)


def _context(token: str, submission: Submission) -> dict[str, Any]:
    page = submission.page.specific
    return {
        "token": token,
        "submission": submission,
        "term": term_of(submission, page),
        # Not "page": the breadcrumb and the title of these pages are their own.
        "subject": page,
        "state": in_words(submission),
        "applicant_rows": rows(submission),
        "sections": readable(submission.schema, submission.answers, submission.files.all()),
        "link": settings.SITE_URL + reverse("candidature:follow", args=[token]),
    }


def _can(submission: Submission, action: str) -> bool:
    return any(transition.action == action for transition in workflow.available(submission, APPLICANT))


def _version(request: HttpRequest) -> int:
    """The version the applicant was looking at; one that never exists when it is not a number."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def _was_done(request: HttpRequest, submission: Submission, action: str) -> bool:
    """Whether this very form was carried out already: a second press gets the answer of the first."""
    version = Submission.objects.values_list("version", flat=True).get(pk=submission.pk)
    last = submission.log.exclude(to_status="").order_by("-pk").first()
    return version == _version(request) + 1 and last is not None and last.action == action


def _completion_forms(submission: Submission, request: HttpRequest | None = None) -> list[StepForm]:
    """The forms of all the steps, empty or posted, with every file that counts now.

    Files that came in on this page and are not sent yet always count, whatever a posted page says of them:
    so a question for one file never keeps two, and what was attached before a reload is still there.
    """
    uploads = list(submission.files.all())
    pending = completion.files_not_sent(submission)
    if request is None:
        attached = dict(submission.answers)
        counted = [*completion.files_sent(submission), *pending]
    else:
        attached = {}
        posted = set(request.POST.getlist(ATTACHED))
        counted = [file for file in uploads if file in pending or str(file.public_id) in posted]
        counted = [file for file in counted if str(file.public_id) != request.POST.get("remove", "")]
    for key in {file.question_key for file in counted}:
        attached[key] = [str(file.public_id) for file in counted if file.question_key == key]
    return [
        StepForm(step, answers=attached, uploads=uploads)
        if request is None
        else StepForm(
            step,
            request.POST,
            request.FILES,
            answers=attached,
            uploads=uploads,
            dropped=request.dropped_files,  # type: ignore[attr-defined]
        )
        for step in submission.schema["steps"]
    ]


def _completion_outage(
    request: HttpRequest, token: str, submission: Submission, forms: list[StepForm]
) -> HttpResponse:
    """The completion page with what was typed, and the sentence that nothing could be saved."""
    for form in forms:
        form.forget_errors()
    sentence = f"{outage.SENTENCE} {outage.FILES_SENTENCE}" if request.FILES else str(outage.SENTENCE)
    if forms:
        forms[0].add_error(None, sentence)
    return _completion_page(request, token, submission, forms, status=UNAVAILABLE)


def _last_request(submission: Submission) -> str:
    """The latest reason given with a request of integration, while it is open."""
    if submission.status != Status.NEEDS_INFO:
        return ""
    entry = (
        submission.log.filter(to_status=Status.NEEDS_INFO).select_related("reason").order_by("-pk").first()
    )
    return entry.reason.text if entry is not None and hasattr(entry, "reason") else ""


def _completion_page(
    request: HttpRequest,
    token: str,
    submission: Submission,
    forms: list[StepForm],
    *,
    status: int = 200,
    opened: bool = False,
) -> HttpResponse:
    context = {
        **_context(token, submission),
        "forms": forms,
        "steps": list(zip(submission.schema["steps"], forms, strict=True)),
        "request_text": _last_request(submission),
        "opened": opened,
        "has_errors": any(form.errors for form in forms),
        "version": _version(request) if request.method == "POST" else submission.version,
        "has_questions": any(list(walk(step["questions"])) for step in submission.schema["steps"]),
    }
    return show(request, "complete", submission.page, context, status=status)


def _changed_meanwhile(request: HttpRequest, token: str) -> HttpResponse:
    return explain(
        request,
        status=409,
        title=_("Nel frattempo è cambiato qualcosa"),
        text=_(
            "Mentre guardavi questa pagina l’ufficio ha aggiornato lo stato. Non abbiamo cambiato nulla: "
            "leggi prima la situazione attuale."
        ),
        follow_token=token,
    )


def _not_possible_any_more(request: HttpRequest, token: str) -> HttpResponse:
    return explain(
        request,
        status=409,
        title=_("Ora questo non si può fare"),
        text=_(
            "Nello stato in cui si trova, ciò che hai inviato non si può ritirare né completare. Guarda a "
            "che punto è."
        ),
        follow_token=token,
    )


def _term_is_over(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    return explain(
        request,
        status=410,
        title=_("Il termine per completare è passato"),
        text=_("L’ufficio decide su ciò che avevi inviato. Per chiarimenti scrivi ai contatti dell’avviso."),
        follow_token=token,
        page_link=submission.page,
    )
