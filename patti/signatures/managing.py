"""What somebody changes about their signature, behind the secret of its letter."""

from datetime import datetime
from typing import Any

from patti.signatures.models import Signature


def show_name(signature: Signature, *, shows: bool) -> None:
    """Whether the name may stand on the public page, from now on."""
    Signature.objects.filter(pk=signature.pk).update(shows_name=shows)


def sign_again(signature: Signature, version: Any, *, at: datetime) -> None:
    """The same signature, from now on under a later version of the text."""
    Signature.objects.filter(pk=signature.pk).update(version=version, version_at=at)
