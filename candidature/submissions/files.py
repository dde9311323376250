"""Files that people send, on the private storage."""

import uuid
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidature.submissions.models import Submission


def private_storage() -> Storage:
    return storages["private"]


def private_name(_instance: "UploadedFile", _filename: str) -> str:
    """A random name: nothing of what the applicant called the file reaches the disk."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


_FILE_OWNERS = ("draft", "submission", "message", "revision")


class UploadedFile(models.Model):
    """A file sent with an answer or a message, on private storage under a random name.

    It belongs to a draft until the draft is sent, then to the submission; what is attached to a revision, to
    that until it is sent; or to a message, written or sent. Answers name it by `public_id`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey("candidature.Draft", on_delete=models.CASCADE, null=True, related_name="files")
    revision = models.ForeignKey(
        "candidature.PendingRevision", on_delete=models.CASCADE, null=True, related_name="files"
    )
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="files")
    message = models.ForeignKey(
        "candidature.Message", on_delete=models.CASCADE, null=True, related_name="files"
    )
    question_key = models.CharField(max_length=64)
    original_name = models.CharField(_("nome del file"), max_length=200)
    content_type = models.CharField(_("tipo"), max_length=100)
    size = models.PositiveBigIntegerField(_("dimensione in byte"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, upload_to=private_name, max_length=120)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("file ricevuto")
        verbose_name_plural = _("file ricevuti")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(*((f"{other}__isnull", other != owner) for other in _FILE_OWNERS))
                        for owner in _FILE_OWNERS
                    ),
                    _connector=models.Q.OR,
                ),
                name="file_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.original_name


# Models of the apps above whose `file` is on private storage too, with its `size` in bytes.
_others_with_files: list[Any] = []


def keep_files_of(model: type[models.Model]) -> None:
    """Counts the files that the rows of this model name in `file` among those that somebody still needs."""
    if model not in _others_with_files:
        _others_with_files.append(model)


def models_with_files() -> list[Any]:
    """Every model whose rows name a file on private storage."""
    return [UploadedFile, *_others_with_files]
