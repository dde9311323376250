"""The conversation with whoever sent something, on the page of the submission and on its own."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse

from candidature.actors import Actor
from candidature.messages import reading, writing
from candidature.messages.form import MessageForm
from candidature.messages.reading import Conversation
from candidature.models import Submission
from istruttoria.permissions import may_answer
from portal.models import User
from portal.privacy.tokens import new_token
from portal.web.afterwards import once_sent

# On the page of the submission; all of them have a page of their own.
SHOWN = 6


def context(
    submission: Submission,
    user: User,
    *,
    at_most: int | None = None,
    message_form: MessageForm | None = None,
    kept: str | None = None,
    **_others: Any,
) -> dict[str, Any]:
    """What the templates of a conversation need.

    Args:
        at_most: only so many of the newest messages.
        message_form: in the place of what is kept.
        kept: what the posted page said by `writing.mark`, with `message_form`.
    """
    talk = reading.conversation(submission, Actor.staff(user), at_most=at_most)
    return {
        "talk": talk,
        "may_answer": may_answer(user),
        "message_form": message_form or MessageForm.kept(talk.unsent),
        "message_key": new_token(),
        # Of a page that could not keep anything: as the page before said it.
        "message_kept": writing.mark(talk.unsent) if kept is None else kept,
        "message_others": writing.others_of(talk.unsent),
    }


def note_read_after(response: HttpResponse, submission: Submission, user: User, talk: Conversation) -> None:
    """What the page shows counts as read once it has left, if the account is one that may answer."""
    note_these_read_after(response, submission, user, [one.message.pk for one in talk.messages if one.is_new])


def note_these_read_after(
    response: HttpResponse, submission: Submission, user: User, new: Sequence[int]
) -> None:
    """The same of messages that were not read yet, by their numbers."""
    if may_answer(user):
        once_sent(response, partial(reading.mark_these_read, submission, new, Actor.staff(user)))
