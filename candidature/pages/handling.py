"""What the process of a submission asks of its page: each kind of page answers for itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.utils.functional import cached_property

from candidature.actors import Actor
from candidature.pages.enclosures import enclosures
from candidature.pages.window import AllowedApplicants
from candidature.statuses import Status
from candidature.submissions.address_changes import AddressChange
from candidature.submissions.applicants import Applicant
from candidature.submissions.models import Submission
from moduli import Answers, Schema, identifying
from portal.outbox.attachments import Wanted
from portal.people import addresses


class Acceptance(Protocol):
    """A change that accepts a submission, as far as its page asks about it (`process.rules.Change`)."""

    @property
    def submission(self) -> Submission: ...

    @property
    def actor(self) -> Actor: ...

    @property
    def at(self) -> datetime:
        """When the request arrived."""
        ...


class Handling:
    """The answers of a page that knows neither seats nor days; those that do answer otherwise."""

    @property
    def examines_both(self) -> bool:
        """Whether what ended is examined again even while its sender has another that counts."""
        return True

    @property
    def awaits_its_day(self) -> bool:
        """Whether it is to take place on a day that nobody has set yet: until then nothing of it is over."""
        return False

    @cached_property
    def marks_come_back(self) -> set[str]:
        """The marks of what counts again from this transaction on, on the instance that `lock` returned."""
        return set()

    @property
    def forewarns_first(self) -> bool:
        """Whether nothing is refused before the reasons against it were told (L. 241/1990, art. 10-bis)."""
        return False

    @property
    def passes_seats_on(self) -> bool:
        """Whether a place given up goes at once to whoever has waited longest, with nobody deciding it."""
        return False

    def has_given_its_places(self, _at: datetime) -> bool:
        """Whether by now nobody who waits for a place can count on one."""
        return False

    def first_action(self, _submission: Submission) -> str:
        """The transition that the portal makes by itself when something arrives; empty for none."""
        return ""

    def marks(self, applicant: Applicant, schema: Schema, answers: Answers) -> list[str]:
        """The texts by which a second submission of the same sender is known (`submissions.marks`).

        Args:
            answers: to the questions of `schema`, right or wrong.
        """
        # An organisation's are digits alone; that of whoever signs for it may stand in many applications.
        is_organisation = applicant.applicant_kind == AllowedApplicants.ORGANISATIONS
        codes = [code for code in identifying(schema, answers) if code.isdigit() == is_organisation]
        # Those who have no address are not all the same person.
        mailbox = [f"address {addresses.box(applicant.email)}"] if applicant.email else []
        return [*mailbox, *(f"code {code}" for code in codes)]

    def count_sending(self, _client: str, _address: str) -> None:
        """Counts one more thing sent by a visitor, where there is a bound for this page.

        Args:
            _address: of the sender, who proved it.

        Raises:
            LimitReachedError: too many from there in this hour; nothing stays counted once it is rolled back.
        """

    def before_accept(self, change: Acceptance) -> None:
        """Called before a submission is accepted, on a page that `lock` returned; may refuse.

        Raises:
            WorkflowError: it cannot be accepted; nothing is written.
        """

    def give(self, changes: Sequence[Acceptance]) -> None:
        """Writes what `before_accept` found for each of these, just before they are written as accepted."""

    def after_release(self, submissions: Sequence[Submission]) -> None:
        """Called once these, which were accepted, no longer are, on a page that `lock` returned."""

    def after_queueing(self) -> None:
        """Called once somebody was put among those who wait for a place, on a page that `lock` returned."""

    def leaves_mailbox(self, _submission: Submission) -> None:
        """Called where a submission gets another address, before it is written."""

    def left_mailbox(self, _change: AddressChange) -> None:
        """Called once another address counts, with the submission locked: tells the former mailbox."""

    def rows_about(self, _submission: Submission) -> list[tuple[str, str]]:
        """What staff read of a submission that only this kind of page knows: labels and values."""
        return []

    def online_access(self, _submission: Submission) -> str:
        """The address by which this applicant takes part from afar, once they may; empty for none."""
        return ""

    def calendar_file(self, _submission: Submission) -> bytes | None:
        """The calendar file of somebody who sent something, where what they sent has a day."""
        return None

    def takes_place(self) -> list[tuple[str, str]]:
        """When and where it takes place, and what to know before going: label and words, to be printed."""
        return []

    def place_in_line(self, _submission: Submission) -> int | None:
        """Which place, from one, this applicant has among those who wait; None where nobody is counted."""
        return None

    def letter_attachments(self, letter: str, submission: Submission) -> tuple[Wanted, ...]:
        """What a letter about a submission carries, by the letter's name. No queries: letters go in hundreds.

        Whatever is named here is also named in `letter_kinds.py`.
        """
        return tuple(Wanted(kind, str(submission.pk)) for kind in enclosures(letter))

    def new_mailbox_attachments(self, _submission: Submission) -> tuple[Wanted, ...]:
        """What the letter carries besides that tells a new address that it counts."""
        return ()

    def takes_corrections(self, status: str) -> bool:
        """Whether what stands so may still be corrected by its sender, while the page takes answers.

        It may until somebody begins to look at it.
        """
        return status == Status.RECEIVED

    def erases_at_once(self, _submission: Submission, _at: datetime) -> bool:
        """Whether what is not withdrawn is erased on its applicant's word, with nobody looking at it."""
        return False

    def gives_back_unconfirmed(self, _submission: Submission, _at: datetime) -> bool:
        """Whether what its applicant's guardian does not confirm ends at once, with nobody deciding it."""
        return False

    def may_still_withdraw(self, at: datetime) -> bool:
        """Whether withdrawing is of any use yet."""
        return not self.comes_to_nothing(at)

    def comes_to_nothing(self, _at: datetime) -> bool:
        """Whether nobody is asked for anything more: what it was sent for is over, or does not take place."""
        return False
