"""The links of a draft: its browser's, made when it was begun, and one of each letter about it that left."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from candidature.letters import draft_letters
from candidature.links.models import DraftLink
from candidature.submissions import draft_rows
from candidature.submissions.drafts import Draft
from portal.letters.blocks import Block
from portal.models import OutboxMessage
from portal.outbox import sending as outbox
from portal.people.addresses import normal
from portal.privacy.tokens import digest


def find(token: str) -> Draft | None:
    """The draft that a secret opens."""
    hashed = digest(token)
    # Two look-ups by an index; as one with OR a database reads all drafts.
    found = draft_rows.with_secret(hashed)
    # A letter's finds one at most: no order.
    return found or next(iter(Draft.objects.filter(links__token_hash=hashed)[:1]), None)


def is_mailed(draft: Draft, token: str) -> bool:
    """Whether a secret reached whoever has it by a letter to the draft's present address."""
    hashed = digest(token)
    # The browser's own is known without asking.
    return draft.token_hash != hashed and DraftLink.objects.filter(draft=draft, token_hash=hashed).exists()


def address(secret: str) -> str:
    """The whole address in a letter. The summary shows what is written and leads to what is missing."""
    return settings.SITE_URL + reverse("candidature:summary", args=[secret])


def letter_address(message: OutboxMessage, secret: str) -> str:
    """The link in a letter about a draft. It opens once `activate` was called.

    Raises:
        LinkTargetGoneError: the draft was sent or forgotten, or has another address by now.
    """
    draft = Draft.objects.filter(pk=message.link_target).first()
    if draft is None or not _is_for(draft, message):
        raise outbox.LinkTargetGoneError(message.link_target)
    return address(secret)


def reminder_ways(message: OutboxMessage, secret: str) -> list[Block]:
    """The two links in a reminder, both of one secret. They open once `activate` was called.

    Raises:
        LinkTargetGoneError: the draft was sent or forgotten, has another address by now, wants no reminders,
            or it is too late to send it.
    """
    way_on = letter_address(message, secret)
    draft = Draft.objects.select_related("page").get(pk=message.link_target)
    if draft.no_reminders or not draft.page.specific.takes_one_more():
        raise outbox.LinkTargetGoneError(message.link_target)
    stop = settings.SITE_URL + reverse("candidature:stop_reminding", args=[secret])
    return draft_letters.ways_of_a_reminder(way_on, stop)


def activate(message: OutboxMessage, secret: str) -> None:
    """Makes the link of a letter that left open its draft, unless its address changed meanwhile."""
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=message.link_target).first()
    if draft is not None and _is_for(draft, message):
        open_with(draft, secret)


def open_with(draft: Draft, secret: str) -> None:
    """Makes a secret open a locked draft."""
    DraftLink.objects.get_or_create(token_hash=digest(secret), defaults={"draft": draft})


def _is_for(draft: Draft, message: OutboxMessage) -> bool:
    is_kept = draft.expires_at > timezone.now()
    return is_kept and normal(draft.email) == normal(message.recipient)
