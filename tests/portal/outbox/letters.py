"""Letters to be tried, and where they stand."""

from datetime import timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from portal.models import OutboxMessage
from portal.outbox import editing
from portal.outbox import sending as outbox
from portal.roles import Role
from tests.istruttoria.people import member_of


def letter(**changes: Any) -> Any:
    values = {"key": "1", "recipient": "prova@example.org", "subject": "Oggetto", "body": "Testo"}
    return outbox.enqueue(**{**values, **changes})


def words_of(sent: Any) -> str:
    """What a letter says, without the words at the end of every letter."""
    return str(sent.body).split("\n\n--\n")[0]


def linked_letter() -> Any:
    return letter(body=f"Apri {outbox.LINK_PLACEHOLDER}", link_kind="test", link_target="7")


def letter_to(key: str) -> OutboxMessage:
    return outbox.enqueue(key=key, recipient=f"{key}@example.org", subject=key, body="Testo")


def link_kind(opened: Any) -> Any:
    def activate(message: OutboxMessage, secret: str) -> None:
        assert message.link_target == "7"
        opened.append(secret)

    return outbox.LinkKind(
        address=lambda message, secret: f"https://example.org/{message.link_target}/{secret}",
        activate=activate,
    )


def come_due() -> None:
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def statuses() -> dict[str, str]:
    return dict(OutboxMessage.objects.values_list("key", "status"))


def sent() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def corrected(message: OutboxMessage, text: str) -> None:
    """Another paragraph, written by a colleague."""
    form = editing.LetterForm(message)
    typed = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    again = editing.LetterForm(message, typed | {"added_0": text})
    assert again.is_valid(), again.errors
    editing.edit(again, member_of(Role.OFFICERS))
