"""When a draft's way back is mailed to its address: seldom enough not to be a nuisance to whoever reads it.

One letter of a draft waits at most, and ten minutes pass between two, unless the address changed. Nobody has
proved the address to be theirs, so each letter is counted (`quotas.letter_about_draft`).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from candidature.intake import quotas
from candidature.letters import draft_letters
from candidature.submissions import addresses
from candidature.submissions.models import Draft
from portal.limits.counting import LimitReachedError
from portal.models import OutboxMessage

PAUSE = timedelta(minutes=10)
WAITING = (OutboxMessage.Status.PENDING, OutboxMessage.Status.HELD)


def write(letter: str, draft: Draft, client: str) -> None:
    """Writes a letter about a locked draft, unless one waits or left a moment ago.

    Raises:
        LimitReachedError: too many letters from here, or to this address, in this hour.
    """
    last = draft_letters.latest(draft)
    if last is not None and not _may_follow(last):
        return
    if client:
        quotas.letter_about_draft(client, draft.email)
    draft_letters.write(letter, draft)


def tell_of_earlier(begun: Draft, client: str) -> None:
    """Where somebody begins again what they have already begun, their mailbox is told of the earlier draft.

    Only the mailbox is: whoever types somebody's address learns nothing. At a limit nobody is told.
    """
    address = addresses.normal(begun.email)
    drafts = Draft.objects.filter(page_id=begun.page_id, expires_at__gt=timezone.now()).exclude(pk=begun.pk)
    same = drafts.filter(addresses.may_be(address)).defer("answers").order_by("-updated_at")
    found = next((draft.pk for draft in same if addresses.normal(draft.email) == address), None)
    if found is None:
        return
    earlier = Draft.objects.select_for_update(of=("self",)).filter(pk=found).first()
    if earlier is None:
        # Sent or forgotten a moment ago.
        return
    try:
        with transaction.atomic():
            write(draft_letters.BEGUN_AGAIN, earlier, client)
    except LimitReachedError:
        # The draft that is begun matters more than the letter.
        return


def _may_follow(last: OutboxMessage) -> bool:
    if last.status in WAITING:
        return False
    ended = last.sent_at or last.stopped_at or last.created_at
    return ended <= timezone.now() - PAUSE
