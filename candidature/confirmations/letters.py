"""The letters to those who are asked to confirm, and to who asked them once they answered."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from candidature.confirmations.applications import Application
from candidature.confirmations.models import Confirmation
from candidature.letters import draft_letters, writing
from candidature.pages.contacts import contact_of, contact_of_stored
from candidature.pages.participation import ParticipationPage
from candidature.pages.translations import in_spoken_words
from portal.languages import reading, spoken
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people import names

# What a letter to somebody who is asked to confirm carries (`candidature.confirmations.links`).
LINK = "candidature.confirmation"

# What became of a letter that nobody got.
_NOT_DELIVERED = (
    OutboxMessage.Status.FAILED,
    OutboxMessage.Status.REFUSED,
    OutboxMessage.Status.BOUNCED,
)

ASKED = "confirmation_asked"
REMINDER = "confirmation_reminder"
ANSWERED = "confirmation_answered"
UNDELIVERED = "confirmation_undelivered"


def write(letter: str, confirmation: Confirmation, occasion: str) -> None:
    """Puts a letter to who is asked in the outbox, once for each occasion."""
    outbox.enqueue_many([to_who_is_asked(letter, confirmation, occasion)])


def to_who_is_asked(letter: str, confirmation: Confirmation, occasion: str) -> OutboxMessage:
    """A letter to who is asked, not written yet."""
    application = Application.of(confirmation)
    return _message(
        letter,
        confirmation,
        occasion,
        recipient=confirmation.email,
        greeted=names.greeting(confirmation.name),
        link_kind=LINK,
        link_target=str(confirmation.pk),
        application=application,
    )


def key_of(letter: str, confirmation: Confirmation, occasion: str) -> str:
    """By what a letter is known: the same is written once."""
    return _key(letter, confirmation, Application.of(confirmation), occasion)


def write_answered(confirmation: Confirmation, missing: int) -> None:
    """Tells who asked what was answered.

    Args:
        missing: how many have not confirmed what is written now.
    """
    occasion = f"{confirmation.state} {confirmation.answered_at:%Y%m%d%H%M%S}"
    _write_to_who_asked(ANSWERED, confirmation, occasion, missing=missing)


def write_undelivered(confirmation: Confirmation, message: OutboxMessage) -> None:
    """Tells who asked that a letter did not arrive, once for each."""
    _write_to_who_asked(UNDELIVERED, confirmation, str(message.pk))


def _write_to_who_asked(letter: str, confirmation: Confirmation, occasion: str, **more: Any) -> None:
    application = Application.of(confirmation)
    written = application.written
    if not written.email or (application.draft and application.draft.is_at_desk):
        # Nobody is written to, or nobody has a link to what is typed at a desk: who types it sees the answer.
        return
    message = _message(
        letter,
        confirmation,
        occasion,
        recipient=written.email,
        greeted=names.greeting(written.first_name),
        link_kind=draft_letters.LINK if application.draft else writing.FOLLOW_LINK,
        link_target=str(written.pk),
        application=application,
        **more,
    )
    outbox.enqueue_many([message])


def not_delivered(confirmations: Iterable[Confirmation]) -> set[int]:
    """Of these, by their key, those whom the letter written last did not reach. One query."""
    numbers = [str(one.pk) for one in confirmations]
    written = OutboxMessage.objects.filter(link_kind=LINK, link_target__in=numbers)
    return not_delivered_of(written.only("pk", "link_kind", "link_target", "status"))


def not_delivered_of(written: Iterable[OutboxMessage]) -> set[int]:
    """By their key, those whom the letter written last did not reach, by letters that were read already."""
    to_them = (message for message in written if message.link_kind == LINK)
    last = {message.link_target: message.status for message in sorted(to_them, key=lambda one: one.pk)}
    return {int(target) for target, status in last.items() if status in _NOT_DELIVERED}


def forget(confirmation: Confirmation) -> None:
    """Deletes the letters to who is asked: those that wait do not leave, and none names them any more."""
    OutboxMessage.objects.filter(link_kind=LINK, link_target=str(confirmation.pk)).delete()


def _key(letter: str, confirmation: Confirmation, application: Application, occasion: str) -> str:
    return f"{application.related_to}:{letter}:{confirmation.pk}:{occasion}"


def _message(
    letter: str,
    confirmation: Confirmation,
    occasion: str,
    *,
    recipient: str,
    greeted: str,
    link_kind: str,
    link_target: str,
    application: Application,
    **more: Any,
) -> OutboxMessage:
    with reading(application.written.language):
        page = in_spoken_words(application.page)
        page_url = urljoin(settings.SITE_URL, page.get_url() or "")
        contact = contact_of_stored(page)
        about = {**more, "greeted": greeted, "contact": contact}
        return outbox.message(
            key=_key(letter, confirmation, application, occasion),
            recipient=recipient,
            language=spoken(),
            subject=subject_for(letter, page),
            body=blocks_of(letter, confirmation, application, page, page_url, **about),
            link_kind=link_kind,
            link_target=link_target,
            related_to=application.related_to,
            reply_to=contact.email,
            quiet=page.quiet_hours if letter == REMINDER else None,
            # Whoever sends waits for it, because it is confirmed by it.
            lane=OutboxMessage.Lane.FIRST if letter == ASKED else OutboxMessage.Lane.ORDINARY,
        )


def subject_for(letter: str, page: ParticipationPage) -> str:
    return f"{page.words.subjects[letter]} – {writing.in_short(page.title)}"


def blocks_of(
    letter: str,
    confirmation: Confirmation,
    application: Application,
    page: ParticipationPage,
    page_url: str,
    **more: Any,
) -> list[Block]:
    """A letter, with the placeholder where the link goes."""
    context = {
        "contact": contact_of(page, None, None),
        **more,
        "heading": page.words.subjects[letter],
        "confirmation": confirmation,
        "asker": application.written.applicant_name,
        "submission": application.submission,
        "draft": application.draft,
        "reason": confirmation.reason,
        "page": page,
        "link": outbox.LINK_PLACEHOLDER,
        "page_url": page_url,
    }
    return rendered([f"{folder}/{letter}.txt" for folder in page.letter_folders], context)
