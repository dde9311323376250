"""A saved filter that its owner deletes, or shares no longer, while somebody else chooses it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from istruttoria.saved import keeping
from istruttoria.saved.models import DefaultFilter, SavedFilter
from portal.models import User
from portal.roles import Role
from tests.istruttoria.people import member_of
from tests.row_locks import after_waiting

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def owner() -> User:
    return member_of(Role.OFFICERS)


@pytest.fixture
def colleague() -> User:
    return member_of(Role.OFFICERS)


@pytest.fixture
def saved(owner: User) -> SavedFilter:
    return SavedFilter.objects.create(owner=owner, name="Nuove", query="status=received", is_shared=True)


def as_now(saved: SavedFilter) -> SavedFilter:
    return SavedFilter.objects.get(pk=saved.pk)


@pytest.mark.parametrize(
    "ends", [keeping.delete, lambda saved: keeping.rename(saved, "Nuove", is_shared=False)]
)
def test_it_is_not_chosen_once_it_ended(
    saved: SavedFilter, colleague: User, ends: Callable[[SavedFilter], None]
) -> None:
    held = as_now(saved)

    result = after_waiting(
        hold=lambda: ends(held),
        meanwhile=lambda: None,
        act=lambda: keeping.make_default(colleague, saved),
    )

    assert isinstance(result, keeping.GoneError)
    assert not DefaultFilter.objects.exists()


def test_chosen_just_before_it_is_deleted_it_goes_with_the_choice(
    saved: SavedFilter, colleague: User
) -> None:
    held = as_now(saved)

    result = after_waiting(
        hold=lambda: keeping.make_default(colleague, saved),
        meanwhile=lambda: None,
        act=lambda: keeping.delete(held),
    )

    assert result is None
    assert not DefaultFilter.objects.exists()
    assert not SavedFilter.objects.exists()


def test_it_is_not_renamed_once_it_is_deleted(saved: SavedFilter) -> None:
    held = as_now(saved)

    result = after_waiting(
        hold=lambda: keeping.delete(held),
        meanwhile=lambda: None,
        act=lambda: keeping.rename(saved, "Altre", is_shared=True),
    )

    assert isinstance(result, keeping.GoneError)
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("does", "posted"),
    [("make_default", {"do": "default"}), ("rename", {"do": "rename", "name": "Altre"})],
)
def test_whoever_presses_too_late_is_told_that_it_is_gone(
    client: Client,
    owner: User,
    saved: SavedFilter,
    monkeypatch: pytest.MonkeyPatch,
    does: str,
    posted: dict[str, str],
) -> None:
    client.force_login(owner)
    done = getattr(keeping, does)

    def deleted_first(*arguments: Any, **named: Any) -> None:
        SavedFilter.objects.all().delete()
        done(*arguments, **named)

    monkeypatch.setattr(keeping, does, deleted_first)
    told = client.post(reverse("candidature_review:filter", args=[saved.pk]), posted, follow=True)

    assert "Il filtro «Nuove» non c’è più" in told.text
