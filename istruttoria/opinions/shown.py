"""What somebody who gives an opinion reads of a submission: what the asker chose, and nothing else.

The answers are of the version that was there when it was asked for. What came later nobody chose to show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from candidature.models import AnswerRevision, UploadedFile
from candidature.submissions.revisions import as_asked
from istruttoria.opinions.models import Opinion
from moduli import Section, readable


def replaced_since(opinion: Opinion, revisions: Iterable[AnswerRevision]) -> list[AnswerRevision]:
    """The former versions that were replaced after the opinion was asked for, last to first.

    The last of the list is what the asker saw; where there is none, that is what is there now.
    """
    return [revision for revision in revisions if revision.replaced_at >= opinion.asked_at]


def sections(opinion: Opinion, replaced: Sequence[AnswerRevision]) -> list[Section]:
    """The chosen answers as they were when it was asked for, step by step; of files only the chosen ones.

    Args:
        replaced: see `replaced_since`.
    """
    submission, chosen = opinion.submission, set(opinion.shown_questions)
    schema, answers = submission.schema, submission.answers
    if replaced:
        *_later, (revision, schema) = as_asked(submission, replaced)
        answers = revision.answers
    found = []
    for section in readable(schema, answers, files(opinion)):
        rows = [row for row in section.rows if row.key in chosen]
        if rows:
            found.append(replace(section, rows=rows))
    return found


def files(opinion: Opinion) -> list[UploadedFile]:
    """The chosen files, of those that came with the submission: those of former versions are kept."""
    found = UploadedFile.objects.filter(submission=opinion.submission, public_id__in=opinion.shown_files)
    return list(found)
