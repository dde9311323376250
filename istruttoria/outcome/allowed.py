"""Who may prepare the outcome of a call: whoever decides upon it, and edits its page."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permissions import page_permission_policy

from candidature.access.scope import DECIDE, OVERSEE
from candidature.models import CallPage
from portal.models import User


def preparable(user: User, calls: QuerySet[CallPage]) -> QuerySet[CallPage]:
    """Those of the calls whose outcome the account may prepare: all that came must be within its reach."""
    if not (user.has_perm(DECIDE) and user.has_perm(OVERSEE)):
        return calls.none()
    editable: QuerySet[Any] = page_permission_policy.instances_user_has_permission_for(user, "change")
    return calls.filter(original=None, pk__in=editable.order_by().values("pk"))


def may_prepare(user: User, page: int) -> bool:
    """The same of one, by its number; False for an event."""
    return preparable(user, CallPage.objects.filter(pk=page)).exists()
