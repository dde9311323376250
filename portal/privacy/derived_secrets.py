"""Secrets that can be made again from what is known, and never read from what is stored.

A form pressed twice and a letter tried twice must lead to the same link, and the database must hold no link.
So a link is derived from something random in the form or in the row, together with SECRET_KEY: whoever holds
only one of them learns nothing.
"""

import base64

from django.utils.crypto import salted_hmac

# 128 bits: 22 characters in an address.
_BYTES = 16


def derive(purpose: str, *parts: str) -> str:
    """A secret of 128 bits in 22 URL-safe characters.

    Args:
        purpose: what it opens; the same parts give unrelated secrets for different purposes.
        parts: at least one of them random and long enough not to be guessed.
    """
    # Each part with its length, so that no two lists of parts read the same.
    value = "".join(f"{len(part)}:{part}" for part in parts)
    digest = salted_hmac(f"portal.privacy.derived_secrets.{purpose}", value, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:_BYTES]).rstrip(b"=").decode()
