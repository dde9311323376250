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
from django.utils.translation import override

from candidature.pages.participation import ParticipationPage
from candidature.submissions import names
from candidature.submissions.models import Submission
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.outbox.attachments import Wanted

FOLLOW_LINK = "candidature.follow"


def subject_for(letter: str, submission: Submission, page: ParticipationPage) -> str:
    """The subject line, with the reference first so that mail sorts and searches well."""
    return f"{submission.reference} – {page.words.subjects[letter]}"


@dataclass(frozen=True)
class Letter:
    """One letter to be written: which template, about what, and the reason it gives, if any.

    The same letter is written once for each version of a submission. `occasion` tells letters of one kind
    apart that no change of state comes between. `attachments` are besides those that the page answers with
    (`ParticipationPage.letter_attachments`).
    """

    name: str
    submission: Submission
    page: ParticipationPage
    reason: str = ""
    occasion: str = ""
    attachments: tuple[Wanted, ...] = ()


def write(
    letter: str,
    submission: Submission,
    *,
    reason: str = "",
    occasion: str = "",
    attachments: tuple[Wanted, ...] = (),
) -> None:
    """Puts a letter in the outbox. It leaves if, and only if, the surrounding transaction is kept."""
    write_many([Letter(letter, submission, submission.page.specific, reason, occasion, attachments)])


def write_many(letters: Iterable[Letter]) -> None:
    """Puts letters in the outbox, with a number of queries that does not depend on how many they are."""
    outbox.enqueue_many(messages(letters))


def messages(letters: Iterable[Letter]) -> list[OutboxMessage]:
    """Letters as they will stand in the outbox, not written yet."""
    addresses: dict[int, str] = {}
    made = []
    with override("it"):
        for letter in letters:
            page = letter.page
            if page.pk not in addresses:
                # With several sites a page's own address is already complete.
                addresses[page.pk] = urljoin(settings.SITE_URL, page.get_url() or "")
            made.append(_message(letter, addresses[page.pk]))
    return made


def _message(letter: Letter, page_url: str) -> OutboxMessage:
    submission = letter.submission
    key = [submission.reference, str(submission.version), letter.name, letter.occasion]
    return outbox.message(
        key=":".join(filter(None, key)),
        recipient=submission.email,
        subject=subject_for(letter.name, submission, letter.page),
        body=body_of(letter, page_url),
        link_kind=FOLLOW_LINK,
        link_target=str(submission.pk),
        related_to=submission.reference,
        reply_to=letter.page.contact_email,
        attachments=(*letter.page.letter_attachments(letter.name, submission), *letter.attachments),
    )


def body_of(letter: Letter, page_url: str) -> str:
    """The text of a letter, with the placeholder where the personal link goes."""
    submission = letter.submission
    context = {
        "submission": submission,
        "greeted": names.greeting(submission.first_name),
        "page": letter.page,
        "reason": letter.reason,
        "link": outbox.LINK_PLACEHOLDER,
        "site_name": settings.SITE_NAME,
        "page_url": page_url,
    }
    templates = [f"{folder}/{letter.name}.txt" for folder in letter.page.letter_folders]
    return without_gaps(render_to_string(templates, context))


def without_gaps(text: str) -> str:
    """At most one empty line between paragraphs, whichever of them a letter leaves out."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
