"""What a request of integration opens, and the documents that it adds to the form."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from candidature.process.payloads import AskedFor
from candidature.process.rules import Change
from candidature.submissions.form_versions import FormVersion
from candidature.submissions.models import Submission
from candidature.submissions.revisions import InfoRequest, PendingRevision
from moduli import asked_of, keys_of, with_files
from portal.languages import ITALIAN, reading


def is_anything(asked: AskedFor, submission: Submission) -> bool:
    """Whether it asks this applicant for something."""
    return asked.everything or bool(asked.documents) or bool(_questions(asked, submission))


def in_words(asked: AskedFor, submission: Submission) -> list[str]:
    """What this applicant is asked for, line by line, for a letter in the language that they read."""
    labels = [label for _key, label in _questions(asked, submission)]
    if asked.everything:
        with reading(submission.language):
            labels.append(_("tutte le risposte: rileggile e cambia ciò che serve"))
    return labels + [document.label for document in asked.documents]


def take_back(changes: Sequence[Change]) -> None:
    """Forgets what each change taken back had asked for."""
    for change in changes:
        if change.undone is not None:
            InfoRequest.objects.filter(submission=change.submission, asked_at=change.undone.at).delete()
    _forget_documents(changes)


def _forget_documents(changes: Sequence[Change]) -> None:
    """What was attached to documents that are not asked any more: the next one may bear the key of one."""
    former = {
        change.submission.pk: (change.before["form_version_id"], change.restored["form_version_id"])
        for change in changes
        if change.undone and change.before["form_version_id"] != change.restored["form_version_id"]
    }
    forms = FormVersion.objects.in_bulk({pk for pair in former.values() for pk in pair})
    for row in PendingRevision.objects.filter(submission__in=list(former)):
        was, now = (forms[pk].schema for pk in former[row.submission_id])
        gone = keys_of(was) - keys_of(now)
        row.files.filter(question_key__in=gone).delete()
        row.partial_uploads.filter(question_key__in=gone).delete()
        row.typed = {key: value for key, value in row.typed.items() if key not in gone}
        row.save(update_fields=["typed"])


def write(changes: Sequence[Change]) -> None:
    """Keeps what each change asks for, and gives the form its further documents."""
    rows = []
    for change in changes:
        asked, submission = change.asked, change.submission
        if asked is None:
            continue
        keys = [key for key, _label in _questions(asked, submission)]
        change.asked_labels = in_words(asked, submission)
        if asked.documents:
            keys += _add_documents(asked, submission)
        rows.append(
            InfoRequest(
                submission=submission, questions=keys, everything=asked.everything, asked_at=change.at
            )
        )
    InfoRequest.objects.bulk_create(rows)


def _questions(asked: AskedFor, submission: Submission) -> list[tuple[str, str]]:
    """Key and label of the questions asked for that this applicant was asked, in the order of the form."""
    if not asked.questions:
        return []
    return [
        (one.question["key"], one.question["label"])
        for one in asked_of(submission.schema, submission.answers)
        if one.question["key"] in asked.questions
    ]


def _add_documents(asked: AskedFor, submission: Submission) -> list[str]:
    files = [(document.label, document.help) for document in asked.documents]
    # A form is Italian, whoever adds to it.
    with reading(ITALIAN):
        title = _("Documenti chiesti dall’ufficio")
    schema, keys = with_files(submission.form_version.schema, title, files)
    submission.form_version = FormVersion.objects.holding(schema)
    Submission.objects.filter(pk=submission.pk).update(form_version=submission.form_version)
    return keys
