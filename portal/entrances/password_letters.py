"""The letter by which a member of the staff sets a forgotten password anew.

It is written to the outbox for whatever address was typed. Whether that is an account's is asked when the
letter is about to leave: for any other, nothing leaves and the row goes.
"""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.letters.blocks import Block
from portal.letters.source import rendered
from portal.outbox import sending as outbox
from portal.outbox.models import OutboxMessage

LINK = "portal.password"


def request(address: str) -> OutboxMessage:
    """Puts the letter in the outbox.

    Args:
        address: as typed, in lower case; it may be nobody's.
    """
    with override("it"):
        return outbox.enqueue(
            key=f"password:{get_random_string(22)}",
            recipient=address,
            subject=subject(),
            body=blocks(),
            link_kind=LINK,
            lane=OutboxMessage.Lane.FIRST,
        )


def subject() -> str:
    return _("Una nuova password per %(site)s") % {"site": settings.SITE_NAME}


def blocks() -> list[Block]:
    """The letter, with the placeholder where the link goes."""
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    context = {"heading": subject(), "link": outbox.LINK_PLACEHOLDER, "days": days}
    return rendered("portal/letters/password.txt", context)


def link_address(message: OutboxMessage, _secret: str) -> str:
    """Django's own link for the account of this address, good until the password or the last login changes.

    Raises:
        LinkTargetGoneError: no active account with a password has this address.
    """
    # An exact comparison: the letter goes to the very address of the account, never to a look-alike.
    user = User.objects.filter(email=message.recipient, is_active=True).first()
    if user is None or not user.has_usable_password():
        raise outbox.LinkTargetGoneError(message.pk)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("wagtailadmin_password_reset_confirm", args=[uid, token])
