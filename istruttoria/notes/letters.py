"""The letter to somebody whom a note names. It goes to an ordinary mailbox: who wrote, about whom and what
is read in the portal alone."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidature.models import Submission
from istruttoria.notes.models import Note
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import User
from portal.outbox import sending as outbox

SOURCE = "istruttoria/letters/mentioned.txt"


def write(note: Note, submission: Submission, users: Iterable[User]) -> None:
    """Puts a letter to each in the outbox, once for each note."""
    with override(settings.LANGUAGE_CODE):
        letters = [
            outbox.message(
                key=f"mentioned:{note.pk}:{user.pk}",
                recipient=user.email,
                subject=subject(),
                body=blocks(submission.page.title, submission.pk),
            )
            for user in users
        ]
    outbox.enqueue_many(letters)


def subject() -> str:
    return _("Una nota interna ti nomina")


def blocks(title: str, submission_id: int) -> list[Block]:
    """The letter, from the title of the call or event."""
    address = reverse("candidature_review:detail", args=[submission_id])
    context = {
        "heading": subject(),
        "title": title,
        "url": f"{settings.SITE_URL}{address}#note-section",
        "account_url": f"{settings.SITE_URL}{reverse('wagtailadmin_account')}#tab-notifications",
        "site": settings.SITE_NAME,
    }
    return rendered(SOURCE, context)
