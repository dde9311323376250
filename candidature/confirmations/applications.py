"""What somebody who is asked to confirm reads: a draft as it is now, or what was sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from candidature.confirmations.models import Confirmation
from candidature.letters import draft_letters
from candidature.pages.participation import ParticipationPage
from candidature.statuses import Status
from candidature.submissions.content import digest
from candidature.submissions.drafts import Draft
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from moduli import Schema, readable

# Nothing is awaited of others any more; a submission that was accepted may still be confirmed.
ENDED = (Status.WITHDRAWN, Status.REJECTED)


class Closed(StrEnum):
    """Why a request to confirm cannot be answered any more."""

    REMOVED = "removed"
    # A draft does not ask it as it is now: it may again.
    UNNEEDED = "unneeded"
    SAID_NO = "said no"
    LATE = "late"
    ENDED = "ended"


@dataclass(frozen=True)
class Application:
    """A draft, or what it became once it was sent."""

    written: Draft | Submission

    @classmethod
    def of(cls, confirmation: Confirmation) -> "Application":
        """The one that somebody is asked to confirm."""
        return cls(confirmation.application)

    @property
    def draft(self) -> Draft | None:
        return self.written if isinstance(self.written, Draft) else None

    @property
    def submission(self) -> Submission | None:
        return self.written if isinstance(self.written, Submission) else None

    @property
    def page(self) -> ParticipationPage:
        page: ParticipationPage = self.written.page.specific
        return page

    @property
    def related_to(self) -> str:
        """By what the letters about it are found."""
        return draft_letters.reference(self.draft) if self.draft else str(self.written)

    @property
    def content(self) -> str:
        """The digest of what it says."""
        typed = self.draft.applicant_typed if self.draft else None
        return digest(self.written, self.written.answers, typed)

    def schema(self) -> Schema:
        """The questions that its answers answer."""
        return self.submission.schema if self.submission else self.page.form_of(self.written)

    def files(self) -> "list[UploadedFile]":
        """The files that its answers name. One query."""
        files = list(self.written.files.all())
        answered = {
            file.public_id
            for section in readable(self.schema(), self.written.answers, files)
            for row in section.rows
            for file in row.files
        }
        return [file for file in files if str(file.public_id) in answered]

    def confirmations(self) -> "list[Confirmation]":
        """Who is asked to confirm it, but for those taken off. One query."""
        rows = self.written.confirmations.exclude(state=Confirmation.State.REMOVED)
        return list(rows)

    def asked(self, at: datetime) -> "list[Confirmation]":
        """The same without those of whom a draft asks nothing as it is at that moment."""
        return [one for one in self.confirmations() if self.closed_to(one, at) != Closed.UNNEEDED]

    def has_ended(self, at: datetime) -> bool:
        """Whether of what was sent nothing is awaited of others any more, so that nobody is asked."""
        sent = self.submission
        return sent is not None and (sent.status in ENDED or self.page.comes_to_nothing(at))

    def closed_to(self, confirmation: Confirmation, at: datetime) -> Closed | None:
        """Why this person cannot answer at that moment; None when they can.

        What was sent may be confirmed after the closing, until an event is over or cancelled. A draft waits
        for its confirmations: nothing that comes too late to send it is taken.
        """
        if confirmation.state == Confirmation.State.REMOVED:
            return Closed.REMOVED
        if confirmation.said_no:
            return Closed.SAID_NO
        if self.submission:
            return Closed.ENDED if self.has_ended(at) else None
        page = self.page
        if not page.accepts(at):
            return Closed.LATE
        return None if self._asks(confirmation, page, at) else Closed.UNNEEDED

    def keeps_answer(self, confirmation: Confirmation) -> bool:
        """Whether nobody may be named in the place of this person any more, nor they be taken off.

        What somebody answered to what was accepted stands beside it; whoever did not answer may be corrected,
        for a place is often given in the moment of sending.
        """
        if self.submission is None:
            return False
        has_answered = confirmation.said_no or confirmation.state == Confirmation.State.CONFIRMED
        is_accepted = self.submission.status == Status.ACCEPTED
        return self.submission.status in ENDED or (is_accepted and has_answered)

    def _asks(self, confirmation: Confirmation, page: ParticipationPage, at: datetime) -> bool:
        """Whether a draft asks it; what is typed at the desk is of the day on which it came, known there."""
        if self.draft is None or self.draft.is_at_desk:
            return True
        return confirmation.role in wanted(self.draft, page, timezone.localdate(at))


def wanted(draft: Draft, page: ParticipationPage, day: date) -> set[str]:
    """The roles of those who confirm a draft that is sent on this day, as its page says now."""
    roles = {Confirmation.Role.PARTNER.value} if page.most_partners else set()
    if page.needs_guardian(draft.birth_date, day):
        roles.add(Confirmation.Role.GUARDIAN.value)
    return roles
