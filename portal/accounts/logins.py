"""Who is trying to log in, and from where: what django-axes counts failures by."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


def login_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account's name as it is stored, so that changing its case does not begin a new count."""
    name = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(name).strip().lower()


class StaffBackend(ModelBackend):
    """Django's accounts, each loaded with the Wagtail profile that every page of the staff's side reads."""

    def get_user(self, user_id: int) -> Any:
        user = get_user_model().objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
