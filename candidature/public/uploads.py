"""Storing what an applicant attaches, at once, so that a mistake elsewhere never costs a file."""

import logging
from typing import Any

from django.core.exceptions import ValidationError

from candidature.models.submissions import Draft, Submission, UploadedFile
from moduli import StepForm

logger = logging.getLogger(__name__)


def store_new_files(form: StepForm, owner: Draft | Submission) -> None:
    """Keeps the good files of a posted form and shows them as already attached.

    A disk that is full or not writable costs the file, never the answers that were typed around it.
    """
    for key, checked in form.new_files():
        uploaded = UploadedFile(
            draft=owner if isinstance(owner, Draft) else None,
            submission=owner if isinstance(owner, Submission) else None,
            question_key=key,
            original_name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            sha256=checked.sha256,
        )
        try:
            uploaded.file.save(checked.name, checked.upload, save=False)
        except OSError as error:
            logger.error("A file of an applicant could not be stored: %s", error.strerror or error)
            form.refuse(key, checked)
            continue
        uploaded.save()
        form.attach(uploaded)


def find(owner: Draft | Submission, public_id: Any) -> UploadedFile | None:
    """A file of this owner; None for a foreign or malformed id."""
    try:
        return owner.files.filter(public_id=public_id).first()
    except (ValidationError, ValueError):
        return None
