"""How many people a change of a page concerns."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidature.counts.models import SubmissionCount
from candidature.intake import moved_terms
from candidature.pages.participation import ParticipationPage
from candidature.submissions.drafts import Draft


@dataclass(frozen=True)
class People:
    """Who has to do with a page.

    Attributes:
        sent: how many submissions it has, whatever became of them.
        writing: how many drafts in which something is written.
        mailboxes: to how many addresses a letter about a change goes.
    """

    sent: int
    writing: int
    mailboxes: int

    @property
    def sentence(self) -> str:
        return f"{self._sent} {self._writing}"

    @property
    def _sent(self) -> str:
        if not self.sent:
            return _("Nessuno ha ancora inviato.")
        return ngettext("Ha già inviato %(n)d persona.", "Hanno già inviato %(n)d persone.", self.sent) % {
            "n": self.sent
        }

    @property
    def _writing(self) -> str:
        if not self.writing:
            return _("In questo momento nessuno sta scrivendo.")
        return ngettext(
            "Sta scrivendo %(n)d persona, con una bozza non ancora inviata.",
            "Stanno scrivendo %(n)d persone, con una bozza non ancora inviata.",
            self.writing,
        ) % {"n": self.writing}


def people(page: ParticipationPage, at: datetime) -> People:
    """Who has to do with a page at a moment; three queries, and one more where each sends once."""
    sent = SubmissionCount.objects.filter(page=page.pk).aggregate(total=Sum("how_many"))["total"] or 0
    return People(sent, being_written(page.pk, at).count(), len(moved_terms.mailboxes(page, at)))


def being_written(page_id: int, at: datetime) -> QuerySet[Draft]:
    """The drafts of a page in which something is written, and that are still kept."""
    living = Draft.objects.filter(page_id=page_id, expires_at__gt=at)
    return living.exclude(email="", answers={}, applicant_typed={})
