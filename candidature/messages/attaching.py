"""Files that go into a message as soon as they are chosen, piece by piece, while it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from candidature.actors import Actor
from candidature.intake.partial_uploads import GoneError
from candidature.messages import writing
from candidature.messages.form import FILES
from candidature.messages.models import Message
from candidature.submissions.files import UploadedFile
from candidature.submissions.models import Submission
from candidature.submissions.partial import PartialUpload
from moduli import Answers


@dataclass
class Attaching:
    """A message as what takes files in pieces (`candidature.intake.partial_uploads`).

    Attributes:
        message: None before anything of one was kept.
        remarks: of steps; a message has its own kind.
    """

    message: Message | None
    remarks: dict[str, Any] = field(default_factory=dict)

    @property
    def answers(self) -> Answers:
        files = self.message.files.all() if self.message else ()
        return {FILES: [str(file.public_id) for file in files]}

    @property
    def typed_answers(self) -> Answers:
        return self.answers

    @property
    def partial_uploads(self) -> Any:
        found = PartialUpload.objects.all()
        return found.filter(message=self.message) if self.message else found.none()

    def on_their_way(self) -> Any:
        return self.message.on_their_way() if self.message else PartialUpload.objects.none()

    def uploads(self) -> list[UploadedFile]:
        return self.message.uploads() if self.message else []

    def owning(self) -> dict[str, Any]:
        return {"message": self.message}

    def take_away(self, file: UploadedFile) -> None:
        """A file of another message of the conversation stays where it is."""
        if self.message is not None and file.message_id == self.message.pk:
            file.delete()


def of(submission: Submission, writer: Actor) -> Attaching:
    """What this writer has not sent yet."""
    return Attaching(writing.unsent(submission, writer).first())


def change_files(submission: Submission, writer: Actor, change: Callable[[Attaching], Answers]) -> Attaching:
    """Lets files come or go, whatever else is typed in the page; there need be no message before.

    Args:
        change: given what is locked, the answers that it changed.

    Raises:
        GoneError: the submission was erased meanwhile.
    """
    with transaction.atomic():
        try:
            message = writing.begin(writing.lock(submission), writer)
        except Submission.DoesNotExist as error:
            raise GoneError from error
        attaching = Attaching(message)
        changed = change(attaching)
        refused: dict[str, Any] = message.remarks.get("refused", {})
        if refused.keys() & changed.keys():
            # Of files that changed it is not said any more why an earlier one was refused.
            left = {key: said for key, said in refused.items() if key not in changed}
            others = {name: remark for name, remark in message.remarks.items() if name != "refused"}
            message.remarks = {**others, "refused": left} if left else others
        message.note_change()
        message.save(update_fields=["remarks", "changed_at"])
        return attaching
