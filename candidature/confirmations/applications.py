"""What somebody who is asked to confirm reads: a draft as it is now, or what was sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
        return None if self.page.accepts(at) else Closed.LATE
