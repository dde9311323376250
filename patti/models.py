"""Texts that persons and bodies sign."""

from patti.signatures.models import Look, Signature, SignerKind, SigningRequest
from patti.texts.pages import PattoPage
from patti.texts.versions import PattoVersion

__all__ = ["Look", "PattoPage", "PattoVersion", "Signature", "SignerKind", "SigningRequest"]
