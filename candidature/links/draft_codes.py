"""The letter that proves an address: its link to a page with a button, and the code to type where one is.

Both are made when the letter leaves, and open only then. Whoever presses the button behind the link, or
types the code, reads what is sent to that address.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from candidature.letters import draft_letters
from candidature.links import draft_links
from candidature.links.models import DraftCode
from candidature.submissions.drafts import Draft, SendingRequest
from portal.letters.blocks import Block
from portal.models import OutboxMessage
from portal.privacy.derived_secrets import derive

DIGITS = 6
# How long the moment of "Invia" counts from when the letter left, if the closing passes meanwhile.
WITHIN = timedelta(days=1)
# So many wrong ones end a code. Another takes another letter, and those are counted.
MOST_WRONG = 5
# Of letters that crossed each other; older codes end.
MOST_AT_ONCE = 3


def letter_blocks(message: OutboxMessage, secret: str) -> list[Block]:
    """The link and the code in a letter. They open once `activate` was called.

    Raises:
        LinkTargetGoneError: the draft was sent or forgotten, or has another address by now.
    """
    draft_links.letter_address(message, secret)
    address = settings.SITE_URL + reverse("candidature:confirm", args=[secret])
    return draft_letters.way_to_confirm(address, _code(secret))


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the link and the code of a letter that left good, unless the address changed meanwhile."""
    draft_links.activate(message, secret)
    draft = draft_links.find(secret)
    if draft is not None:
        # From the first letter that leaves after the press; another begins no new term.
        waiting = SendingRequest.objects.filter(draft=draft, confirm_until=None)
        waiting.update(confirm_until=timezone.now() + WITHIN)
        DraftCode.objects.create(draft=draft, code_hash=_hash(draft, _code(secret)))
        kept = draft.codes.order_by("-pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
        draft.codes.exclude(pk__in=list(kept)).delete()


def is_right(draft: Draft, typed: str) -> bool:
    """Whether a code was mailed to the present address of a locked draft; a wrong one is counted."""
    hashed = _hash(draft, "".join(character for character in typed if character.isalnum()))
    if any(constant_time_compare(code.code_hash, hashed) for code in draft.codes.all()):
        return True
    draft.codes.update(wrong=F("wrong") + 1)
    draft.codes.filter(wrong__gte=MOST_WRONG).delete()
    return False


def _code(secret: str) -> str:
    number = int.from_bytes(derive("candidature.draft_code", secret).encode())
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def _hash(draft: Draft, code: str) -> str:
    return salted_hmac("candidature.links.draft_codes", f"{draft.pk} {code}", algorithm="sha256").hexdigest()
