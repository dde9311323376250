"""The secret by which whoever signed comes back to the signature: made anew from the row, never stored."""

from django.conf import settings
from django.urls import reverse

from patti.signatures.models import Signature
from portal.outbox.sending import new_seed
from portal.privacy.derived_secrets import derive
from portal.privacy.tokens import digest, is_well_formed


def new() -> dict[str, str]:
    """The columns of a new signature that make its secret."""
    seed = new_seed()
    return {"seed": seed, "token_hash": digest(_token(seed))}


def token_of(signature: Signature) -> str:
    return _token(signature.seed)


def find(token: str) -> Signature | None:
    """What a secret opens; None for what was never one, or belongs to a signature that is gone."""
    if not is_well_formed(token):
        return None
    found = Signature.objects.select_related("page", "version", "municipality")
    return found.filter(token_hash=digest(token)).first()


def address(view: str, token: str) -> str:
    """The whole address in a letter."""
    return settings.SITE_URL + reverse(f"patti:{view}", args=[token])


def _token(seed: str) -> str:
    return derive("patti.signature", seed)
