"""Between "Invia" and sending: whoever writes proves that they read what is sent to the address they wrote.

Either they press a button behind a link that only a letter to that address carried, or they type the code of
such a letter. The moment of "Invia" is kept: who pressed it in time is not late because a letter is slow.
"""

import hashlib
import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from candidature.intake import quotas
from candidature.intake.drafts import lock_draft, move
from candidature.letters import draft_letters
from candidature.links import draft_codes, draft_links
from candidature.pages.participation import ParticipationPage
from candidature.submissions import addresses
from candidature.submissions.models import Draft, SendingRequest
from portal.models import OutboxMessage

# From when the letter left; while none has, there is no end but the draft's.
WITHIN = timedelta(days=1)
# Asked for again sooner, the letter that left is the one.
PAUSE = timedelta(minutes=2)
_WAITING = (OutboxMessage.Status.PENDING, OutboxMessage.Status.HELD)


def ask(draft: Draft, *, pressed_at: datetime, notice_id: int, client: str) -> None:
    """Keeps the moment of "Invia" and mails the letter that asks to confirm.

    Pressed again with nothing changed, the first moment counts.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
        LimitReachedError: too many letters from here, or to this address, in this hour; nothing is kept.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        now = {"pressed_at": pressed_at, "notice_id": notice_id, "content": content(locked)}
        request, is_new = SendingRequest.objects.get_or_create(draft=locked, defaults=now)
        if not is_new and (request.notice_id, request.content) != (notice_id, now["content"]):
            SendingRequest.objects.filter(pk=request.pk).update(**now)
        _write(locked, client)


def ask_again(draft: Draft, *, client: str) -> None:
    """Mails the letter again, unless one waits or left a moment ago.

    Raises: as `ask` does.
    """
    with transaction.atomic():
        _write(lock_draft(draft), client)


def correct_address(draft: Draft, email: str, *, form_key: str, client: str) -> str | None:
    """Writes another address, in time or after the closing, and mails the letter to it.

    Returns:
        The new secret of the draft, unless the address is the same: the old links and codes are of no use.

    Raises: as `ask` does.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        SendingRequest.objects.filter(draft=locked).update(typed_email="")
        moved_to = move(locked, {"email": email}, form_key)
        _write(locked, client)
        return moved_to


def keep_typed_address(draft: Draft, typed: str) -> None:
    """Keeps an address as it was typed that is not one, to be shown again."""
    SendingRequest.objects.filter(draft=draft).update(typed_email=typed[:254])


def prove_by_code(draft: Draft, typed: str) -> bool:
    """Notes the address as proved if the code was mailed to it; whether it was.

    Raises:
        DraftGoneError: the draft was sent or forgotten meanwhile, or its link was replaced.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        is_right = draft_codes.is_right(locked, typed)
        if is_right:
            prove(locked)
        return is_right


def prove(draft: Draft) -> None:
    """Notes that whoever writes a draft reads what is sent to its present address."""
    draft.proved_email = addresses.normal(draft.email)
    Draft.objects.filter(pk=draft.pk).update(proved_email=draft.proved_email)


def is_proved(draft: Draft, token: str) -> bool:
    """Whether the address needs no further proof from whoever came with this secret."""
    return draft.is_proved or draft_links.is_mailed(draft, token)


def ends_at(request: SendingRequest) -> datetime | None:
    """Until when the moment of "Invia" counts; None while no letter left."""
    left = draft_letters.first_confirmation_left_at(request.draft)
    return max(left, request.pressed_at) + WITHIN if left else None


def counting_moment(draft: Draft, page: ParticipationPage, at: datetime) -> datetime | None:
    """The moment at which a draft counts as sent, if it may be sent at `at`: that one, or that of "Invia"."""
    if page.accepts(at):
        return at
    request = SendingRequest.objects.filter(draft=draft).first()
    if request is None or not page.takes_what_was_pressed(request.pressed_at, at):
        return None
    end = ends_at(request)
    # What was written after the closing is not sent by a press before it.
    is_the_same = request.content == content(draft)
    return request.pressed_at if is_the_same and (end is None or at < end) else None


def content(draft: Draft) -> str:
    """A digest of what would be sent, but for the address."""
    who = [draft.applicant_kind, draft.first_name, draft.last_name, draft.organisation_name, draft.phone]
    said = [*who, draft.municipality_id, draft.applicant_typed, draft.answers]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _write(draft: Draft, client: str) -> None:
    last = draft_letters.latest(draft, draft_letters.CODE)
    if last is not None:
        if last.status in _WAITING:
            return
        ended = last.sent_at or last.stopped_at or last.created_at
        if last.status == OutboxMessage.Status.SENT and ended > timezone.now() - PAUSE:
            return
    if client:
        quotas.letter(client, draft.email)
    draft_letters.write(draft_letters.CONFIRM, draft)
