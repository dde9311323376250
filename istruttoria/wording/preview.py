"""One letter with words that were typed, as its reader would see it. Nothing is written."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from candidature.letters import examples
from candidature.letters import writing as letters
from candidature.letters.own_words import LETTERS, Wanted, Words
from candidature.pages.participation import ParticipationPage
from candidature.submissions.models import Submission
from portal.outbox import previewing


def as_seen(letter: str, page: ParticipationPage, words: Words, submission: Submission | None) -> str:
    """The HTML of the letter.

    Args:
        page: with the words for all pages, one that is not stored.
        submission: a real one; None for an invented person's.
    """
    about = submission or examples.submission_of(page)
    if not about.info_due_at:
        about.info_due_at = examples.submission_of(page).info_due_at
    with override("it"):
        asked = [_("Statuto"), _("Numero di iscrizione al RUNTS")]
    made = letters.Letter(
        letter,
        about,
        page,
        examples.REASON if LETTERS[letter].reason else "",
        more={"asked": asked if letter == "info_requested" else []},
    )
    return previewing.as_seen(*letters.messages([made], {Wanted(page.pk, page.kind, letter): words}))
