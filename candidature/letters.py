"""Letters to applicants: one text template for each, written to the outbox when a change happens.

A letter is stored with a placeholder where the personal link goes; `mint_follow_link` makes the link at the
moment of sending, so the outbox never holds a secret.
"""

import re
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidature.models.participation import ParticipationPage
from candidature.models.submissions import FollowLink, Submission
from candidature.statuses import Kind
from candidature.tokens import digest, new_token
from portal import outbox

FOLLOW_LINK = "candidature.follow"


def subject_for(letter: str, submission: Submission) -> str:
    """The subject line, with the reference first so that mail sorts and searches well."""
    is_event = submission.kind == Kind.EVENT
    what = _("iscrizione") if is_event else _("candidatura")
    subjects = {
        "receipt": _("Abbiamo ricevuto la tua %(what)s"),
        "seat_confirmed": _("Il tuo posto è confermato"),
        "waiting_list": _("Sei in lista d’attesa"),
        "promoted": _("Si è liberato un posto: è tuo"),
        "info_requested": _("Ti chiediamo di completare la tua %(what)s"),
        "info_received": _("Abbiamo ricevuto la tua integrazione"),
        "admissible": _("La tua %(what)s è ammissibile"),
        "accepted": _("Il tuo posto è confermato") if is_event else _("La tua %(what)s è stata accolta"),
        "reserve": _("Sei in lista d’attesa") if is_event else _("La tua %(what)s è idonea, in riserva"),
        "rejected": _("Esito della tua %(what)s"),
        "reopened": _("La tua %(what)s torna in esame"),
        "withdrawn": _("Hai ritirato la tua %(what)s"),
    }
    return f"{submission.reference} – {subjects[letter] % {'what': what}}"


def write(letter: str, submission: Submission, *, reason: str = "") -> None:
    """Puts a letter in the outbox. It leaves if, and only if, the surrounding transaction is kept."""
    page = submission.page.specific
    # With several sites a page's own address is already complete.
    page_url = urljoin(settings.SITE_URL, page.get_url() or "")
    with override("it"):
        outbox.enqueue(
            key=f"{submission.reference}:{submission.version}:{letter}",
            recipient=submission.email,
            subject=subject_for(letter, submission),
            body=body_of(letter, submission, page, page_url, reason=reason),
            link_kind=FOLLOW_LINK,
            link_target=str(submission.pk),
            related_to=submission.reference,
        )


def body_of(
    letter: str, submission: Submission, page: ParticipationPage, page_url: str, *, reason: str = ""
) -> str:
    """The text of a letter, with the placeholder where the personal link goes."""
    context = {
        "submission": submission,
        "page": page,
        "is_event": submission.kind == Kind.EVENT,
        "reason": reason,
        "link": outbox.LINK_PLACEHOLDER,
        "site_name": settings.SITE_NAME,
        "page_url": page_url,
    }
    return _without_gaps(render_to_string(f"candidature/letters/{letter}.txt", context))


def _without_gaps(text: str) -> str:
    """At most one empty line between paragraphs, whichever of them a letter leaves out."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def mint_follow_link(submission_id: str) -> str:
    """Makes a new personal link to a submission.

    Raises:
        LinkTargetGoneError: the submission was erased.
    """
    if not Submission.objects.filter(pk=submission_id).exists():
        raise outbox.LinkTargetGoneError(submission_id)
    token = new_token()
    FollowLink.objects.create(submission_id=int(submission_id), token_hash=digest(token))
    return settings.SITE_URL + reverse("candidature:follow", args=[token])
