"""The conversation with whoever sent something, on the page of the submission and on its own."""

from typing import Any

from candidature.actors import Actor
from candidature.links.tokens import new_token
from candidature.messages import reading, writing
from candidature.messages.form import MessageForm
from candidature.models import Submission
from istruttoria.permissions import may_answer
from portal.models import User

# On the page of the submission; all of them have a page of their own.
SHOWN = 6


def context(
    submission: Submission,
    user: User,
    *,
    at_most: int | None = None,
    is_reading: bool = False,
    message_form: MessageForm | None = None,
    kept: str | None = None,
    **_others: Any,
) -> dict[str, Any]:
    """What the templates of a conversation need.

    Args:
        at_most: only so many of the newest messages.
        is_reading: whether what is shown counts as read, if the account is one that may answer.
        message_form: in the place of what is kept.
        kept: what the posted page said by `writing.mark`, with `message_form`.
    """
    reader = Actor.staff(user)
    talk = reading.conversation(submission, reader, at_most=at_most)
    answers = may_answer(user)
    if is_reading and answers:
        reading.mark_read(submission, talk.messages, reader)
    return {
        "talk": talk,
        "may_answer": answers,
        "message_form": message_form or MessageForm.kept(talk.unsent),
        "message_key": new_token(),
        # Of a page that could not keep anything: as the page before said it.
        "message_kept": writing.mark(talk.unsent) if kept is None else kept,
        "message_others": writing.others_of(talk.unsent),
    }
