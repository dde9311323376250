"""Saving filters under a name, sharing them, choosing the one to begin with."""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from istruttoria.saved.models import LONGEST_QUERY, DefaultFilter, SavedFilter
from portal.models import User

# Of each account; and as many shared ones of colleagues are shown.
MOST_SAVED = 20


class NameTakenError(Exception):
    """The account has another filter of this name."""


class TooManySavedError(Exception):
    """The account has as many filters as it may."""


class GoneError(Exception):
    """Its owner deleted the filter, or shares it no longer."""


class NothingToSaveError(Exception):
    """Nothing is chosen but words, or too much for one filter."""


def reachable_by(user: User) -> QuerySet[SavedFilter]:
    """The filters of an account and those that colleagues share, each with whether its queue opens with it.

    Whoever uses one of a colleague sees what it chooses of their own reach.
    """
    default = DefaultFilter.objects.filter(account=user, saved=OuterRef("pk"))
    known = SavedFilter.objects.filter(_usable_by(user)).select_related("owner")
    return known.annotate(is_default=Exists(default))


def default_of(user: User) -> SavedFilter | None:
    """The filter with which the queue of an account opens, if it chose one."""
    return SavedFilter.objects.filter(_usable_by(user), default_of__account=user).first()


def save(user: User, name: str, query: str, *, is_shared: bool) -> SavedFilter:
    """Keeps a filter under a name; one of that name that the account has is replaced.

    Raises:
        NothingToSaveError, TooManySavedError: see each.
    """
    if not query or len(query) > LONGEST_QUERY:
        raise NothingToSaveError
    with transaction.atomic():
        # One after the other: who presses twice has one filter.
        User.objects.select_for_update(of=("self",)).filter(pk=user.pk).first()
        present = SavedFilter.objects.filter(owner=user, name__iexact=name).first()
        if present is None:
            if SavedFilter.objects.filter(owner=user).count() >= MOST_SAVED:
                raise TooManySavedError
            present = SavedFilter(owner=user)
        present.name, present.query, present.is_shared = name, query, is_shared
        present.save()
        if not is_shared:
            _end_as_default_of_others(present)
    return present


def rename(saved: SavedFilter, name: str, *, is_shared: bool) -> None:
    """Gives a filter another name, shares it or no longer.

    Raises:
        GoneError, NameTakenError: see each.
    """
    try:
        with transaction.atomic():
            saved = _held(saved, Q())
            saved.name, saved.is_shared = name, is_shared
            saved.save(update_fields=["name", "is_shared"])
            if not is_shared:
                _end_as_default_of_others(saved)
    except IntegrityError as error:
        raise NameTakenError from error


def _end_as_default_of_others(saved: SavedFilter) -> None:
    """Those whose queue opened with it open it as everybody."""
    DefaultFilter.objects.filter(saved=saved).exclude(account=saved.owner).delete()


def delete(saved: SavedFilter) -> None:
    """Deletes a filter; a queue that opened with it opens as everybody's."""
    with transaction.atomic():
        # Whoever has a queue open with it holds it too: it goes with what they chose, or before.
        SavedFilter.objects.select_for_update().filter(pk=saved.pk).first()
        saved.delete()


def make_default(user: User, saved: SavedFilter | None) -> None:
    """Has the queue of an account open with this filter, or with none.

    Raises:
        GoneError: see there.
    """
    if saved is None:
        DefaultFilter.objects.filter(account=user).delete()
        return
    with transaction.atomic():
        present = _held(saved, _usable_by(user))
        DefaultFilter.objects.update_or_create(account=user, defaults={"saved": present})


def _held(saved: SavedFilter, wanted: Q) -> SavedFilter:
    """The filter as it is now, locked until the transaction ends.

    Raises:
        GoneError: there is none any more of which that holds.
    """
    present = SavedFilter.objects.select_for_update().filter(wanted, pk=saved.pk).first()
    if present is None:
        raise GoneError
    return present


def _usable_by(user: User) -> Q:
    return Q(owner=user) | Q(is_shared=True)
