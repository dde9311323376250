"""Who may open the pages of the review. What they find there is `Submission.objects.visible_to`."""

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from candidature.access.entering import may_enter
from candidature.access.scope import OVERSEE, REVIEW
from portal.models import User


def may_review(user: User | AnonymousUser) -> bool:
    """Whether the account takes part in the review at all."""
    return user.has_perm(REVIEW) or user.has_perm(OVERSEE)


def may_answer(user: User | AnonymousUser) -> bool:
    """Whether the account works on what it sees, and so writes to whoever sent it; others only look on."""
    return user.has_perm(REVIEW)


def clerk(request: HttpRequest) -> User:
    """The account that types for others, and hands over what is printed for them.

    Raises:
        PermissionDenied: it does not.
    """
    if not may_enter(request.user):
        raise PermissionDenied
    return cast(User, request.user)


class ReviewerRequiredMixin(View):
    """Refuses accounts that do not review, before anything is read."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_review(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
