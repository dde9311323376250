"""What a transition does besides changing the state. Each effect stands in the table beside its transitions.

Effects of `before` prepare one row that is then written, and may still refuse; those of `beside` and `after`
run once for the whole set, just before and just after it is written, in the same transaction.
"""

from collections.abc import Iterable, Sequence

from candidature.pages.participation import ParticipationPage
from candidature.process import requests, suspension, versions
from candidature.process.refusals import NotPossibleError
from candidature.process.rules import Change
from candidature.statuses import Status


def set_the_term(change: Change) -> None:
    """The applicant may complete until the moment given; the term of the procedure stands still meanwhile."""
    change.submission.info_due_at = change.due_at
    suspension.begin(change.submission, change.at, change.due_at)


def give_more_time(change: Change) -> None:
    """The applicant may complete until the moment given; the term of the procedure goes on meanwhile."""
    change.submission.info_due_at = change.due_at


def end_the_term(change: Change) -> None:
    """Nothing is awaited from the applicant any more, and the term of the procedure goes on."""
    change.submission.info_due_at = None
    suspension.end(change.submission, change.at)


def note_the_answer(change: Change) -> None:
    """The office has something new to look at, until somebody takes the next step."""
    change.submission.completed_at = change.at


def take_the_new_version(change: Change) -> None:
    """The row holds what was written anew; what it held before is kept beside."""
    if change.new is None:
        raise NotPossibleError(f"{change.step.action} without answers")
    versions.take(change, change.new)


def keep_the_former_version(changes: Sequence[Change]) -> None:
    """Former and new answers are written, and words and marks follow."""
    versions.write(changes)


def write_the_request(changes: Sequence[Change]) -> None:
    """What the applicant may change, and which documents are added to the form."""
    requests.write(changes)


def take_back_the_request(changes: Sequence[Change]) -> None:
    """What a request of integration asked for is forgotten with it."""
    requests.take_back(changes)


def take_a_place(change: Change) -> None:
    """Whatever the page has to give or to refuse to who is accepted, such as a seat."""
    change.page.before_accept(change)


def give_the_places(changes: Sequence[Change]) -> None:
    """The pages write what they found for those who are accepted."""
    for page, of_page in _by_page(changes):
        page.give(of_page)


def free_the_places(changes: Sequence[Change]) -> None:
    """What was given on acceptance is given back, and the pages may give it to somebody else."""
    for page, of_page in _by_page(change for change in changes if change.former_status == Status.ACCEPTED):
        page.after_release([change.submission for change in of_page])


def offer_the_places(changes: Sequence[Change]) -> None:
    """Where places go on by themselves, whoever was made to wait may have one that is free."""
    for page, _of_page in _by_page(changes):
        page.after_queueing()


def _by_page(changes: Iterable[Change]) -> list[tuple[ParticipationPage, list[Change]]]:
    found: dict[int, list[Change]] = {}
    for change in changes:
        found.setdefault(change.page.pk, []).append(change)
    return [(of_page[0].page, of_page) for of_page in found.values()]
