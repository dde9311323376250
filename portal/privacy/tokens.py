"""Secrets carried by links: 128 random bits, of which the database keeps only a hash."""

import hashlib
import re
import secrets

TOKEN_BYTES = 16
TOKEN_PATTERN = re.compile(r"[A-Za-z0-9_-]{22}")


def new_token() -> str:
    """A fresh secret of 128 bits, 22 URL-safe characters long."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_well_formed(token: str) -> bool:
    return TOKEN_PATTERN.fullmatch(token) is not None


def digest(token: str) -> str:
    """What the database stores. A plain hash is enough: 128 random bits cannot be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()
