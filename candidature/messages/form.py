"""The form of a message, the same for both sides: a text and files, asked and checked by the form engine."""

from typing import Any

from django.utils.translation import gettext as _

from candidature.messages.models import Message
from moduli import Answers, Step, StepForm
from moduli.files import CONTENT_TYPES

TEXT, FILES = "text", "files"
# Of one message.
LONGEST_TEXT = 4000
MOST_FILES = 5
LARGEST_FILE_MB = 10


class MessageForm(StepForm):
    """What is posted, or what is kept of a message that is not sent yet.

    Args:
        message: the one being written; None before anything was.
        dropped: names of files that the upload handler refused to store, by field name.
    """

    def __init__(
        self, message: Message | None, data: Any = None, files: Any = None, *, dropped: Any = None
    ) -> None:
        uploads = list(message.files.all()) if message else []
        answers: Answers = {FILES: [str(upload.public_id) for upload in uploads]}
        if message and message.text:
            answers[TEXT] = message.text
        super().__init__(asked(), data, files, answers=answers, uploads=uploads, dropped=dropped)
        text = self.fields[f"q-{TEXT}"]
        text.error_messages["required"] = _("Scrivi il messaggio.")
        text.widget.attrs["rows"] = 6

    @property
    def text(self) -> str:
        """The text as it was typed, right or wrong."""
        return str(self.typed()[TEXT] or "")

    @classmethod
    def kept(cls, message: Message | None) -> "MessageForm":
        """The form with what a message that is not sent yet holds, and what its last press came to."""
        remarks = message.remarks if message else {}
        if not remarks:
            return cls(message)
        form = cls(message, {f"q-{TEXT}": message.text if message else ""})
        if not remarks.get("pressed"):
            form.forget_errors()
        form.tell(remarks.get("refused", {}))
        return form


def asked() -> Step:
    """A message as a step of a form."""
    return {
        "key": "message",
        "title": "",
        "intro": "",
        "questions": [
            {
                "key": TEXT,
                "type": "long_text",
                "label": _("Messaggio"),
                "help": "",
                "required": True,
                "max_length": LONGEST_TEXT,  # type: ignore[typeddict-unknown-key]
            },
            {
                "key": FILES,
                "type": "file",
                "label": _("Allegati"),
                "help": _("Solo se servono."),
                "required": False,
                "extensions": list(CONTENT_TYPES),  # type: ignore[typeddict-unknown-key]
                "max_bytes": LARGEST_FILE_MB * 1024 * 1024,
                "max_files": MOST_FILES,
            },
        ],
    }
