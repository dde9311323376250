"""What somebody changes about their signature, behind the secret of its letter."""

from datetime import datetime
from typing import Any

from django.db import transaction

from patti.signatures.models import Signature


def show_name(signature: Signature, *, shows: bool) -> None:
    """Whether the name may stand on the public page, from now on."""
    Signature.objects.filter(pk=signature.pk).update(shows_name=shows)


def sign_again(signature: Signature, version: Any, *, at: datetime) -> bool:
    """The same signature, from now on under a later version of the text.

    Who publishes locks the version too, so it neither goes away under the press nor gets a successor.

    Returns:
        whether it was still the last; where not, nothing was changed.
    """
    with transaction.atomic():
        versions = type(version)._default_manager.select_for_update(of=("self",))
        locked = versions.filter(pk=version.pk, page=signature.page_id).first()
        # Asked anew: what was published while this waited is seen only now.
        if locked is None or signature.page.last_version() != locked:
            return False
        Signature.objects.filter(pk=signature.pk).update(version=locked, version_at=at)
    return True
