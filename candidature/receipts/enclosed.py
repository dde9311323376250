"""The receipt as it goes with a letter, made when the letter leaves."""

from candidature.pages.translations import in_spoken_words
from candidature.receipts import document
from candidature.submissions.models import Submission
from portal.languages import reading
from portal.outbox.attachments import Attachment


def enclosed(target: str) -> Attachment | None:
    """The receipt of the submission with this key; None once it was erased.

    Raises:
        NotMadeError: see `portal.pdf.press`; the letter waits for another attempt.
    """
    found = Submission.objects.select_related("page", "privacy_notice", "municipality", "form_version")
    submission = found.filter(pk=target).first()
    if submission is None:
        return None
    with reading(submission.language):
        submission.page = in_spoken_words(submission.page.specific)
        content = document.receipt_pdf(submission)
    return Attachment(document.file_name(submission), content, "application/pdf")
