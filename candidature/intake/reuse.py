"""Starting something new from what was sent before: what of it would be taken, and a draft that holds it.

Whoever holds a living personal link already reads all of it; nobody else gets any. Nothing is proved by it:
the new draft has no address until its first step is saved, and then proves it like any other.
"""

from collections.abc import Collection
from dataclasses import dataclass

from candidature.intake import drafts
from candidature.intake.prefilled import WHO
from candidature.pages.participation import ParticipationPage
from candidature.submissions import marks
from candidature.submissions.models import Submission
from moduli import Answers, in_words, questions_by_key, taken_over


@dataclass(frozen=True)
class Taken:
    """An answer that would be taken: the question as the new form asks it, and the answer in words."""

    key: str
    label: str
    text: str


def offered(submission: Submission, page: ParticipationPage) -> list[Taken]:
    """What a submission answers of the form of a page, in the order of that form."""
    answers = _answers(submission, page)
    return [
        Taken(key, question["label"], in_words(question, answers[key]))
        for key, question in questions_by_key(page.schema).items()
        if key in answers
    ]


def may_lead_to(submission: Submission, page: ParticipationPage) -> bool:
    """Whether who sent something may still send something to a page."""
    is_the_same = page.answered_id == submission.page_id
    sent_already = is_the_same and page.one_each and submission.status not in marks.ENDED
    return page.admits_applicant(submission) and not sent_already


def begin(
    submission: Submission,
    page: ParticipationPage,
    take: Collection[str],
    who: dict[str, str],
    *,
    client: str,
) -> str:
    """Begins a draft with what was chosen; returns its secret.

    Args:
        take: the keys of the answers, and `WHO`.
        who: the first step of the submission, as it is typed: it is still to be saved.

    Raises:
        LimitReachedError: this visitor began or stored too much.
    """
    answers = {key: answer for key, answer in _answers(submission, page).items() if key in take}
    typed = who if WHO in take else {}
    keys = [*([WHO] if typed else []), *answers]
    sent_before = {"sent_at": submission.submitted_at.isoformat(), "keys": keys} if keys else {}
    _draft, token = drafts.begin(page, client=client, answers=answers, typed=typed, sent_before=sent_before)
    return token


def _answers(submission: Submission, page: ParticipationPage) -> Answers:
    return taken_over(submission.schema, submission.answers, page.form_of(submission))
