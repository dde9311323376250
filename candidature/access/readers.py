"""The scope from the other end: which accounts may read a submission, and which work on it."""

from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q, QuerySet

from candidature.access.models import Committee
from candidature.access.scope import OVERSEE, REVIEW
from portal.models import User


class Placed(Protocol):
    """A submission, as far as committees are in charge of it."""

    @property
    def page_id(self) -> int: ...

    @property
    def zone_id(self) -> int | None: ...


def readers_of(submission: Placed) -> QuerySet[User]:
    """The active accounts to which `scope` shows this submission, by name."""
    reviewing, overseeing = _holding(REVIEW), _holding(OVERSEE)
    may_read = Q(pk__in=overseeing) | Q(pk__in=reviewing) & Q(_is_seated(submission))
    return get_user_model().objects.filter(may_read).order_by("first_name", "last_name", "pk")


def colleagues_of(submission: Placed) -> QuerySet[User]:
    """Those who may be given it to work on, by surname: its committees, and whoever oversees and reviews.

    Administrators may do anything; they are named only where they sit on a committee.
    """
    reviewing, overseeing = _holding(REVIEW), _holding(OVERSEE, include_superusers=False)
    known = get_user_model().objects.filter(pk__in=reviewing)
    in_charge = Q(pk__in=overseeing) | Q(_is_seated(submission))
    return known.filter(in_charge).order_by("last_name", "first_name", "email")


def _holding(permission: str, *, include_superusers: bool = True) -> Any:
    """The ids of the active accounts with a permission."""
    holders = ModelBackend().with_perm(permission, include_superusers=include_superusers)
    return holders.order_by().values("pk")


def _is_seated(submission: Placed) -> Exists:
    """Whether an account sits on a committee that is in charge of the submission."""
    in_charge = Q(pages=submission.page_id)
    if submission.zone_id is not None:
        in_charge |= Q(zones=submission.zone_id)
    return Exists(Committee.objects.filter(in_charge, members=OuterRef("pk")).order_by())
