"""What somebody who gives an opinion reads of a submission: what the asker chose, and nothing else."""

from dataclasses import replace

from candidature.models import UploadedFile
from istruttoria.opinions.models import Opinion
from moduli import Section, readable


def sections(opinion: Opinion) -> list[Section]:
    """The chosen answers, step by step; of files only the chosen ones."""
    submission, chosen = opinion.submission, set(opinion.shown_questions)
    found = []
    for section in readable(submission.schema, submission.answers, files(opinion)):
        rows = [row for row in section.rows if row.key in chosen]
        if rows:
            found.append(replace(section, rows=rows))
    return found


def files(opinion: Opinion) -> list[UploadedFile]:
    """The chosen files, of those that came with the submission."""
    found = UploadedFile.objects.filter(submission=opinion.submission, public_id__in=opinion.shown_files)
    return list(found)
