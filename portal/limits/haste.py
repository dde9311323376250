"""How long ago a page was shown, by a signed stamp in it: programs answer at once, people do not."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy

_SALT = "portal.limits.haste"
# Beside a form that came back, filled in, sooner than a person fills one in.
SENTENCE = gettext_lazy("Il modulo è tornato troppo in fretta: controlla e premi di nuovo.")


def stamp(about: str) -> str:
    """For a hidden input of the page: when it was shown, and for what."""
    return signing.TimestampSigner(salt=_SALT).sign(about)


def is_hasty(about: str, stamped: str) -> bool:
    """Whether a page came back sooner than anybody fills it in, or without a stamp for this."""
    seconds = settings.LIMITS["MINIMUM_SECONDS"]
    if not seconds:
        return False
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        if signer.unsign(stamped) != about:
            return True
        # A stamp that is older than so is what one hopes for.
        signer.unsign(stamped, max_age=timedelta(seconds=seconds))
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return True
    return True
