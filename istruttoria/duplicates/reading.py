"""What somebody of the staff is told of duplicates: only where they may read both."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from candidature.access.scope import scope
from candidature.actors import Actor
from candidature.models import Submission
from candidature.process import changes
from istruttoria.duplicates.models import DuplicateHint
from istruttoria.duplicates.noticing import between
from portal.models import User

DENIED = "not_duplicate"
RESTORED = "maybe_duplicate"
# Of the details of a log entry: the reference of the other one.
OTHER = "other"

# Narrows submissions to those that somebody may read.
Narrow = Callable[[QuerySet[Submission]], QuerySet[Submission]]


def _told(narrow: Narrow) -> QuerySet[DuplicateHint]:
    """The hints whose other side is within reach."""
    # One look for each hint, of which there are few: a list of all that is within reach would be a long one.
    return DuplicateHint.objects.filter(
        Exists(narrow(Submission.objects.filter(pk=OuterRef("other"))))
    ).order_by()


def has_duplicates(narrow: Narrow) -> Exists:
    """Whether a submission may be one that the same reader sees twice, as a column of a list."""
    return Exists(_told(narrow).filter(submission=OuterRef("pk"), denied_at=None))


def is_hinted(user: User | AnonymousUser) -> Exists:
    """Whether there is anything for `hints_of`, as a column of a submission."""
    return Exists(_told(_of(user)).filter(submission=OuterRef("pk")))


def maybe_twice(submissions: QuerySet[Submission], narrow: Narrow) -> QuerySet[Submission]:
    """Those that may be the same as another that the same reader sees."""
    return submissions.filter(pk__in=_told(narrow).filter(denied_at=None).values("submission"))


def hints_of(submission: Submission, user: User) -> list[DuplicateHint]:
    """What it may be the same as, of what the account may read; what was denied last."""
    hints = _told(_of(user)).filter(submission=submission).order_by("-found_at", "pk")
    hints = hints.select_related("other__page").defer("other__answers")
    return sorted(hints, key=lambda hint: hint.denied_at is not None)


def _of(user: User | AnonymousUser) -> Narrow:
    return lambda submissions: scope(submissions, user)


def deny(submission: Submission, other: Submission, user: User, *, is_denied: bool) -> None:
    """Remembers that two are not the same, and who said so; or that they may be. Logged on both."""
    actor = Actor.staff(user)
    denied: dict[str, Any] = {"denied_by": None, "denied_label": "", "denied_at": None}
    if is_denied:
        denied = {"denied_by": user, "denied_label": actor.label, "denied_at": timezone.now()}
    with transaction.atomic():
        hints = between(submission.pk, other.pk).filter(denied_at__isnull=is_denied)
        if not hints.update(**denied):
            # A colleague, or a second press, was faster.
            return
        action = DENIED if is_denied else RESTORED
        changes.record(submission, action, actor, details={OTHER: other.reference})
        changes.record(other, action, actor, details={OTHER: submission.reference})
