"""The letters to somebody who is asked for an opinion. Neither names who applied, nor anything they wrote."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidature.letters.writing import in_short
from candidature.pages.contacts import Contact, contact_of, contact_of_stored
from candidature.pages.participation import ParticipationPage
from istruttoria.opinions.models import Opinion
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people import names

# What such a letter carries (`istruttoria.opinions.links`).
LINK = "istruttoria.opinion"
ASKED, REMINDER = "opinion_asked", "opinion_reminder"


def write(letter: str, opinion: Opinion) -> None:
    """Puts a letter in the outbox, once for each term of an opinion."""
    page: ParticipationPage = opinion.submission.page.specific
    with override(settings.LANGUAGE_CODE):
        contact = contact_of_stored(page)
        written = outbox.message(
            key=f"{letter}:{opinion.pk}:{opinion.due_at:%Y%m%d%H%M}",
            recipient=opinion.email,
            subject=subject_for(letter, page),
            body=blocks_of(letter, opinion, page, contact),
            link_kind=LINK,
            link_target=str(opinion.pk),
            reply_to=contact.email,
        )
    outbox.enqueue_many([written])


def forget(*opinions: int) -> None:
    """Deletes the letters about these opinions: those that wait do not leave, and none names anybody."""
    targets = [str(pk) for pk in opinions]
    OutboxMessage.objects.filter(link_kind=LINK, link_target__in=targets).delete()


def subject_for(letter: str, page: ParticipationPage) -> str:
    return f"{_heading(letter)} – {in_short(page.title)}"


def blocks_of(
    letter: str, opinion: Opinion, page: ParticipationPage, contact: Contact | None = None
) -> list[Block]:
    """A letter, with the placeholder where the link goes.

    Args:
        contact: whom to ask; None for whom the page names.
    """
    context: dict[str, Any] = {
        "heading": _heading(letter),
        "greeted": names.greeting(opinion.name),
        "opinion": opinion,
        "page": page,
        "contact": contact or contact_of(page, None, None),
        "is_reminder": letter == REMINDER,
        "link": outbox.LINK_PLACEHOLDER,
        "site": settings.SITE_NAME,
    }
    return rendered(f"istruttoria/letters/{letter}.txt", context)


def _heading(letter: str) -> str:
    return _("Aspettiamo ancora il tuo parere") if letter == REMINDER else _("Ti chiediamo un parere")
