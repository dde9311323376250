"""Confirming what was asked for: whoever presses the button behind a letter's link has signed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from patti.signatures import letters, naming, quotas, secret_links, way_back
from patti.signatures.keeping import CONFIRM_WITHIN
from patti.signatures.models import Signature, SignerKind, SigningRequest
from patti.signatures.published import is_published
from portal.models import OutboxMessage
from portal.privacy.tokens import digest, is_well_formed

# Of one mailbox under one patto: whoever signs for more bodies asks the office.
MOST_BODIES = 5
_TAKEN_OVER = (
    "kind",
    "email",
    "mailbox",
    "first_name",
    "last_name",
    "body",
    "role",
    "municipality_id",
    "shows_name",
    "notice_id",
    "page_id",
    "version_id",
)


class NothingLeftError(Exception):
    """The patto is not on the site any more."""


class SignedByOthersError(Exception):
    """Another address signed for this body."""


class SignedBeforeError(Exception):
    """Somebody signed with this mailbox: by another address of it, or by the same under another name.

    Attributes:
        is_same_address: whether by the same.
    """

    def __init__(self, *, is_same_address: bool) -> None:
        super().__init__()
        self.is_same_address = is_same_address


class TooManyError(Exception):
    """This address signed for as many bodies as one may."""


def open_link(message: OutboxMessage, secret: str) -> None:
    """Makes the link of a letter that left open the request."""
    SigningRequest.objects.filter(pk=message.link_target).update(link_hash=digest(secret))


def find(secret: str, at: datetime) -> SigningRequest | None:
    """What a letter's link confirms, or has confirmed; None for what is no link, or waited too long."""
    if not is_well_formed(secret):
        return None
    asked = SigningRequest.objects.select_related("page", "version", "signature", "municipality")
    found = asked.filter(link_hash=digest(secret)).first()
    return found if found is not None and found.asked_at > at - CONFIRM_WITHIN else None


def led_to(asked: SigningRequest) -> Signature | None:
    """The signature to which what was asked for led before, if it is of the very address that was proved."""
    found = asked.signature
    return found if found is not None and found.email == asked.email else None


def confirm(asked: SigningRequest, *, at: datetime) -> tuple[Signature, bool] | None:
    """Signs what was asked for, and writes the letter by which it is taken back.

    Whoever pressed before, or signed with this very address and name by another letter, is led to that
    signature: nothing of it changes. Another address of the same mailbox may be of somebody else, so it is
    led nowhere: the letter with the way back goes to the address that signed. What was asked for in time
    counts, though the last day passed meanwhile.

    Returns:
        the signature, and whether it is new; None once the request is forgotten.

    Raises:
        NothingLeftError: the patto was taken down, or not everybody may read it any more.
        SignedBeforeError: somebody signed with this mailbox; nothing was changed.
        SignedByOthersError: another address signed for this body; nothing was changed.
        TooManyError: this address signed for too many; nothing was changed.
    """
    with transaction.atomic():
        requests = SigningRequest.objects.select_for_update(of=("self",))
        locked = requests.select_related("page", "signature").filter(pk=asked.pk).first()
        if locked is None:
            return None
        if (found := led_to(locked)) is not None:
            return found, False
        if not is_published(locked.page):
            raise NothingLeftError
        signature, is_new = _signed(locked, at)
        if signature.mailbox != locked.mailbox:
            raise SignedByOthersError
        if is_new:
            letters.write_signed(signature)
        if is_new or _is_same(signature, locked):
            locked.signature = signature
            locked.save(update_fields=["signature"])
            return signature, is_new
        if quotas.may_tell(signature.email):
            way_back.tell(signature, locked)
    raise SignedBeforeError(is_same_address=signature.email == locked.email)


def _is_same(signature: Signature, asked: SigningRequest) -> bool:
    """Whether who asked is who signed, for as much as a letter can tell."""
    return signature.email == asked.email and naming.key_of(signature) == naming.key_of(asked)


def _signed(asked: SigningRequest, at: datetime) -> tuple[Signature, bool]:
    """The one signature of this person or body, made if it is not there."""
    if (found := _standing(asked)) is not None:
        return found, False
    if asked.kind == SignerKind.BODY:
        same = Signature.objects.filter(page=asked.page_id, kind=asked.kind, mailbox=asked.mailbox)
        if same.count() >= MOST_BODIES:
            raise TooManyError
    values = {name: getattr(asked, name) for name in _TAKEN_OVER}
    moments = {"signed_at": at, "version_at": at}
    new = Signature(**values, **moments, **secret_links.new(), key=naming.key_of(asked))
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        # Another letter to the same address was answered at the same moment.
        found = _standing(asked)
        if found is None:
            raise
        return found, False
    return new, True


def _standing(asked: SigningRequest) -> Signature | None:
    under = Signature.objects.filter(page=asked.page_id, kind=asked.kind)
    if asked.kind == SignerKind.PERSON:
        return under.filter(mailbox=asked.mailbox).first()
    return under.filter(key=naming.key_of(asked)).first()
