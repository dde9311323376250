"""Who is trying to log in, and from where: what django-axes counts failures by."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.http import HttpRequest


def login_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account's name as it is stored, so that changing its case does not begin a new count."""
    name = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(name).strip().lower()


class StaffBackend(ModelBackend):
    """Django's accounts, each loaded with the Wagtail profile that every page of the staff's side reads."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Those of the account and of its groups, in one query: every page of staff asks for them."""
        if obj is not None or not user_obj.is_active or user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            own, of_groups = (
                Permission.objects.filter(**{name: user_obj.pk})
                .order_by()
                .values_list("content_type__app_label", "codename")
                for name in ("user", "group__user")
            )
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in own.union(of_groups)}
        return cast(set[str], user_obj._perm_cache)

    def get_user(self, user_id: int) -> Any:
        user = get_user_model().objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
