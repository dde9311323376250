"""Letters to applicants: one text template for each, written to the outbox when a change happens.

A letter is stored with a placeholder where the personal link goes; `candidature.links.secret_links` makes the
link when the letter leaves, so the outbox never holds a secret.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidature.pages.participation import ParticipationPage
from candidature.statuses import Kind
from candidature.submissions import names
from candidature.submissions.models import Submission
from portal.models import OutboxMessage
from portal.outbox import sending as outbox

FOLLOW_LINK = "candidature.follow"


def subject_for(letter: str, submission: Submission) -> str:
    """The subject line, with the reference first so that mail sorts and searches well."""
    is_event = submission.kind == Kind.EVENT
    what = _("iscrizione") if is_event else _("candidatura")
    subjects = {
        "already_signed_up": _("La tua iscrizione c’è già"),
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
        "revoked": _("La decisione sulla tua %(what)s è cambiata"),
        "withdrawn": _("Hai ritirato la tua %(what)s"),
        "new_link": _("Il tuo nuovo collegamento personale"),
    }
    return f"{submission.reference} – {subjects[letter] % {'what': what}}"


@dataclass(frozen=True)
class Letter:
    """One letter to be written: which template, about what, and the reason it gives, if any.

    The same letter is written once for each version of a submission. `occasion` tells letters of one kind
    apart that no change of state comes between.
    """

    name: str
    submission: Submission
    page: ParticipationPage
    reason: str = ""
    occasion: str = ""


def write(letter: str, submission: Submission, *, reason: str = "", occasion: str = "") -> None:
    """Puts a letter in the outbox. It leaves if, and only if, the surrounding transaction is kept."""
    write_many([Letter(letter, submission, submission.page.specific, reason, occasion)])


def write_many(letters: Iterable[Letter]) -> None:
    """Puts letters in the outbox, with a number of queries that does not depend on how many they are."""
    addresses: dict[int, str] = {}
    messages = []
    with override("it"):
        for letter in letters:
            page = letter.page
            if page.pk not in addresses:
                # With several sites a page's own address is already complete.
                addresses[page.pk] = urljoin(settings.SITE_URL, page.get_url() or "")
            messages.append(_message(letter, addresses[page.pk]))
        outbox.enqueue_many(messages)


def _message(letter: Letter, page_url: str) -> OutboxMessage:
    submission = letter.submission
    key = [submission.reference, str(submission.version), letter.name, letter.occasion]
    return outbox.message(
        key=":".join(filter(None, key)),
        recipient=submission.email,
        subject=subject_for(letter.name, submission),
        body=body_of(letter, page_url),
        link_kind=FOLLOW_LINK,
        link_target=str(submission.pk),
        related_to=submission.reference,
    )


def body_of(letter: Letter, page_url: str) -> str:
    """The text of a letter, with the placeholder where the personal link goes."""
    submission = letter.submission
    context = {
        "submission": submission,
        "greeted": names.greeting(submission.first_name),
        "page": letter.page,
        "is_event": submission.kind == Kind.EVENT,
        "reason": letter.reason,
        "link": outbox.LINK_PLACEHOLDER,
        "site_name": settings.SITE_NAME,
        "page_url": page_url,
    }
    return _without_gaps(render_to_string(f"candidature/letters/{letter.name}.txt", context))


def _without_gaps(text: str) -> str:
    """At most one empty line between paragraphs, whichever of them a letter leaves out."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
