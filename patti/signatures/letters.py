"""The letters about a signature: the one that asks to confirm it, and the one by which it is taken back.

Neither says what was typed: the first goes to an address that may be anybody's.
"""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from patti.signatures import secret_links
from patti.signatures.keeping import CONFIRM_WITHIN
from patti.signatures.kinds import CONFIRM, SIGNED
from patti.signatures.models import Signature, SigningRequest
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.models import OutboxMessage
from portal.outbox import sending as outbox

# Of a title, in the subject of a letter.
LONGEST_TITLE = 90


def confirm_subject(title: str) -> str:
    return _("Conferma la firma: %(title)s") % {"title": _short(title)}


def confirm_blocks(title: str, version: int) -> list[Block]:
    context = {
        "heading": confirm_subject(title),
        "title": title,
        "version": version,
        "days": CONFIRM_WITHIN.days,
        "link": outbox.LINK_PLACEHOLDER,
    }
    return rendered("patti/letters/confirm.txt", context)


def write_confirm(asked: SigningRequest) -> None:
    """Puts the letter in the outbox that asks whether the address is of who asked."""
    with override(settings.LANGUAGE_CODE):
        message = outbox.message(
            key=f"patti_confirm:{asked.pk}",
            recipient=asked.email,
            subject=confirm_subject(asked.version.title),
            body=confirm_blocks(asked.version.title, asked.version.number),
            link_kind=CONFIRM,
            link_target=str(asked.pk),
            lane=OutboxMessage.Lane.FIRST,
        )
    outbox.enqueue_many([message])


def confirm_address(message: OutboxMessage, secret: str) -> str:
    """The way to the page with the button. It opens once the letter left.

    Raises:
        LinkTargetGoneError: the request was forgotten, or confirmed by another letter.
    """
    if not SigningRequest.objects.filter(pk=message.link_target, signature=None).exists():
        raise outbox.LinkTargetGoneError(message.link_target)
    return secret_links.address("confirm", secret)


def signed_subject(title: str) -> str:
    return _("Hai firmato: %(title)s") % {"title": _short(title)}


def signed_blocks(title: str, version: int, day: str) -> list[Block]:
    context = {
        "heading": signed_subject(title),
        "title": title,
        "version": version,
        "day": day,
        "link": outbox.LINK_PLACEHOLDER,
    }
    return rendered("patti/letters/signed.txt", context)


def write_signed(signature: Signature) -> None:
    """Puts the letter in the outbox that leads back to the signature."""
    version = signature.version
    with override(settings.LANGUAGE_CODE):
        day = date_format(localtime(signature.signed_at), "j F Y")
        message = outbox.message(
            key=f"patti_signed:{signature.pk}",
            recipient=signature.email,
            subject=signed_subject(version.title),
            body=signed_blocks(version.title, version.number, day),
            link_kind=SIGNED,
            link_target=str(signature.pk),
        )
    outbox.enqueue_many([message])


def signed_address(message: OutboxMessage, _secret: str) -> str:
    """The way back to the signature.

    Raises:
        LinkTargetGoneError: it was taken back.
    """
    found = Signature.objects.filter(pk=message.link_target, email=message.recipient).first()
    if found is None:
        raise outbox.LinkTargetGoneError(message.link_target)
    return secret_links.address("mine", secret_links.token_of(found))


def note_refusal(message: OutboxMessage, _reason: str) -> None:
    """A letter came back: nobody will ever confirm what was asked for."""
    if message.link_kind == CONFIRM:
        SigningRequest.objects.filter(pk=message.link_target, signature=None).delete()


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
