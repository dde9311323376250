"""After sending: the receipt, following the state, completing when asked, withdrawing."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidature import intake, workflow
from candidature.models.events import EventPage
from candidature.models.submissions import FollowLink, Submission, UploadedFile
from candidature.public.applicant import rows
from candidature.public.drafts import UNPROCESSABLE
from candidature.public.secret_pages import View, explain, secret_page, show, unknown_link
from candidature.public.states import history, in_words
from candidature.public.uploads import store_new_files
from candidature.statuses import Kind, Status
from candidature.tokens import digest, is_well_formed
from candidature.transitions import APPLICANT
from moduli import Answers, IncompleteAnswersError, StepForm, readable, walk

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
            link = links.filter(token_hash=digest(token), revoked_at=None).first()
        if link is None:
            return unknown_link(request)
        return view(request, token, link.submission, *args, **kwargs)

    return wrapped


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
    page = submission.page.specific
    is_confirmed = submission.status == Status.ACCEPTED
    context = {
        **_context(token, submission),
        "history": history(submission),
        "can_withdraw": _can(submission, "withdraw"),
        "can_complete": _can(submission, "complete"),
        "request_text": _last_request(submission),
        "online_url": page.online_url if isinstance(page, EventPage) and is_confirmed else "",
    }
    return show(request, "follow", submission.page, context)


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
        workflow.transition(
            submission.pk,
            "withdraw",
            APPLICANT,
            expected_version=_version(request),
            at=request.received_at,  # type: ignore[attr-defined]
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
    uploads = list(submission.files.all())
    if request.method != "POST":
        forms = [
            StepForm(step, answers=submission.answers, uploads=uploads) for step in submission.schema["steps"]
        ]
        return _completion_page(request, token, submission, forms)
    attached = _attached(request, uploads)
    forms = [
        StepForm(
            step,
            request.POST,
            request.FILES,
            answers=attached,
            uploads=uploads,
            dropped=request.dropped_files,  # type: ignore[attr-defined]
        )
        for step in submission.schema["steps"]
    ]
    with transaction.atomic():
        for form in forms:
            store_new_files(form, submission)
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
        intake.complete(
            submission,
            answers,
            expected_version=_version(request),
            received_at=request.received_at,  # type: ignore[attr-defined]
        )
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
    return {
        "token": token,
        "submission": submission,
        # Not "page": the breadcrumb and the title of these pages are their own.
        "subject": submission.page.specific,
        "is_event": submission.kind == Kind.EVENT,
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


def _attached(request: HttpRequest, uploads: list[UploadedFile]) -> Answers:
    """The files that the posted page counts as answers, by question; foreign ids are left out."""
    counted = set(request.POST.getlist(ATTACHED)) - {request.POST.get("remove", "")}
    attached: Answers = {}
    for uploaded in uploads:
        if str(uploaded.public_id) in counted:
            attached.setdefault(uploaded.question_key, []).append(str(uploaded.public_id))
    return attached


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
