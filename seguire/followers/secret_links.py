"""The secret by which whoever reads its letters comes to what an address follows.

Every letter carries the same one, so that the button of an old letter still ends what it began. It can be
made anew from the row and the key of the portal, and cannot be read from the database.
"""

from django.conf import settings
from django.urls import reverse

from portal.outbox.sending import new_seed
from portal.privacy.derived_secrets import derive
from portal.privacy.tokens import digest, is_well_formed
from seguire.followers.models import Follower


def new() -> dict[str, str]:
    """The columns of a new follower that make its secret."""
    seed = new_seed()
    return {"seed": seed, "token_hash": digest(_token(seed))}


def token_of(follower: Follower) -> str:
    return _token(follower.seed)


def find(token: str) -> Follower | None:
    """Whom a secret opens; None for what was never one, or belongs to somebody who is forgotten."""
    if not is_well_formed(token):
        return None
    return Follower.objects.filter(token_hash=digest(token)).first()


def address(view: str, token: str) -> str:
    """The whole address in a letter."""
    return settings.SITE_URL + reverse(f"seguire:{view}", args=[token])


def headers(follower: Follower) -> dict[str, str]:
    """How a mail program ends the letters with one press (RFC 8058), and what they belong to (RFC 2919)."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    return {
        "List-Unsubscribe": f"<{address('stop', token_of(follower))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<aggiornamenti.{host}>",
    }


def _token(seed: str) -> str:
    return derive("seguire.follower", seed)
