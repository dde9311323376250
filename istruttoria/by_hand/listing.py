"""All the letters that wait to be handed over, of what the account may see."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from candidature.models import Submission
from candidature.process import by_hand
from istruttoria.clerk_pages import ClerkView
from portal.models import OutboxMessage

# More would hide what has waited longest; the others follow once these are handed over.
AT_MOST = 100


@dataclass(frozen=True)
class ToHandOver:
    """A letter, and whom it is for."""

    letter: OutboxMessage
    submission: Submission


class LettersView(ClerkView):
    """The list, those that have waited longest first."""

    template_name = "istruttoria/by_hand/letters.html"
    page_title = gettext_lazy("Da consegnare a mano")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = by_hand.waiting(Submission.objects.visible_to(self.clerk))
        letters = list(waiting[:AT_MOST])
        return {
            **super().get_context_data(**kwargs),
            "letters": with_submissions(letters),
            "how_many": waiting.count(),
        }


def with_submissions(letters: list[OutboxMessage]) -> list[ToHandOver]:
    """Each letter with the submission that it is about."""
    references = {letter.related_to for letter in letters}
    rows = Submission.objects.filter(reference__in=references).select_related("page").defer("answers")
    about = {row.reference: row for row in rows}
    return [ToHandOver(letter, about[letter.related_to]) for letter in letters if letter.related_to in about]
