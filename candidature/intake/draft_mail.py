"""When a draft's way back is mailed to its address: seldom enough not to be a nuisance to whoever reads it.

One letter of a draft waits at most, and ten minutes pass between two, unless the address changed. Nobody has
proved the address to be theirs, so each letter is counted (`quotas`).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from candidature.intake import quotas
from candidature.letters import draft_letters
from candidature.submissions import draft_rows
from candidature.submissions.drafts import Draft
from portal.limits.counting import LimitReachedError
from portal.models import OutboxMessage
from portal.people import addresses

PAUSE = timedelta(minutes=10)
WAITING = (OutboxMessage.Status.PENDING, OutboxMessage.Status.HELD)


def saved(draft: Draft, client: str) -> None:
    """Writes the letter of a locked draft that was saved, unless one waits or left a moment ago.

    Without an address nothing is written.

    Raises:
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    if draft.email and _may_be_written_to(draft):
        if client:
            quotas.letter_about_draft(client, draft.email)
        draft_letters.write(draft_letters.SAVED, draft)


def earlier(begun: Draft, client: str) -> int | None:
    """The number of what somebody begins again, another draft of the page with the same address.

    Counted whether there is one or not: whoever types somebody's address learns nothing. None too at a limit.
    """
    address = addresses.normal(begun.email)
    if not address:
        return None
    try:
        if client:
            with transaction.atomic():
                quotas.begun(client, address)
    except LimitReachedError:
        # The draft that is begun matters more than the letter.
        return None
    return draft_rows.of_address(address, begun, timezone.now())


def tell_of_earlier(draft_id: int) -> None:
    """Writes the letter about a draft whose address began another. Only the mailbox is told."""
    earlier = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    # None: it was sent or forgotten a moment ago.
    if earlier is not None and _may_be_written_to(earlier):
        draft_letters.write(draft_letters.BEGUN_AGAIN, earlier)


def _may_be_written_to(draft: Draft) -> bool:
    last = draft_letters.latest(draft)
    if last is None:
        return True
    if last.status in WAITING:
        return False
    ended = last.sent_at or last.stopped_at or last.created_at
    return ended <= timezone.now() - PAUSE
