"""Messages sent through the one door, as either side would."""

from typing import Any

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from candidature.actors import APPLICANT, Actor
from candidature.messages import reading, writing
from candidature.messages.form import MessageForm
from candidature.messages.models import Message
from candidature.messages.writing import Outcome
from candidature.models import Submission
from portal.models import User
from portal.privacy.tokens import new_token


def press(submission: Submission, writer: Actor, text: str, *uploads: Any, **asked: Any) -> Outcome:
    """What comes of a press on the form, as it is now, with this text and these files."""

    posted = MultiValueDict({"q-files": list(uploads)})

    def read(message: Message | None) -> MessageForm:
        return MessageForm(message, {"q-text": text}, posted)

    kept = writing.mark(reading.conversation(submission, writer).unsent)
    usual = {"key": new_token(), "received_at": timezone.now(), "kept": kept}
    return writing.press(submission, writer, read, **{**usual, **asked})


def from_applicant(submission: Submission, text: str = "Una domanda.", *uploads: Any) -> Message:
    assert press(submission, APPLICANT, text, *uploads) is Outcome.SENT
    return Message.objects.filter(submission=submission, sent_at__isnull=False).latest("sent_at")


def from_office(submission: Submission, user: User, text: str = "Una risposta.", *uploads: Any) -> Message:
    assert press(submission, Actor.staff(user), text, *uploads) is Outcome.SENT
    return Message.objects.filter(submission=submission, sent_at__isnull=False).latest("sent_at")
